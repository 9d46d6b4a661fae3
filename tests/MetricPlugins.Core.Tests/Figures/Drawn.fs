/// Charts to draw, and what a figure of them holds, once laid out.
module MetricPlugins.Core.Tests.Drawn

open ScottPlot
open ScottPlot.Plottables
open SkiaSharp
open Xunit
open MetricPlugins.Core

/// Without intervals.
let series loss label (y: double list) : ChartSeries =
    {
        Loss = loss
        Label = label
        X = Array.init y.Length double
        Y = Array.ofList y
        Low = Array.create y.Length nan
        High = Array.create y.Length nan
        Names = [||]
    }

let private chart (all: ChartSeries list) x marks : Chart =
    {
        Name = "loss"
        Title = "Loss"
        X = x
        Y =
            [
                ChartAxis.linear "mean loss" (all |> Seq.collect (fun s -> Array.append s.Values s.Ends) |> Array.ofSeq)
            ]
        Marks = marks
    }

let curves (all: ChartSeries list) : Chart =
    chart all (ChartAxis.counts "epoch" -0.5 (double all.Head.X.Length - 0.5)) (Curves all)

/// Of a cat and a dog.
let bars2 (all: ChartSeries list) : Chart =
    chart all (ChartAxis.names "class" [| "cat"; "dog" |]) (Bars all)

let points (all: ChartSeries list) : Chart =
    chart all (ChartAxis.linear "intra" (all |> Seq.collect _.X |> Array.ofSeq)) (Points all)

/// Cell a, b is a + b; none where a = b. Colours go from 0 to twice as many as there are names.
let cells (names: string[]) : Chart =
    let count = names.Length
    let numbers = ChartAxis.counts "class" -0.5 (double count - 0.5)

    {
        Name = "distances"
        Title = "Distances"
        X = numbers
        Y =
            [
                { numbers with
                    Ticks =
                        [
                            for place in count - 1 .. -1 .. 0 ->
                                {
                                    Value = double (count - 1 - place)
                                    Label = $"{names[place]} {place}"
                                }
                        ]
                }
            ]
        Marks =
            Cells(
                names,
                Array2D.init count count (fun a b -> if a = b then nan else double (a + b)),
                ChartAxis.upTo "distance" (double (2 * count))
            )
    }

/// Lines joined.
let private line (text: string) = text.Replace('\n', ' ')

let title (figure: Figure) = line figure.Plot.Axes.Title.Label.Text

/// What the axes measure, below and left.
let axes (figure: Figure) =
    line figure.Plot.Axes.Bottom.Label.Text, line figure.Plot.Axes.Left.Label.Text

let legendItems (figure: Figure) =
    figure.Plot.Legend.GetItems() |> List.ofArray

let legend figure =
    legendItems figure |> List.map (fun item -> line item.LabelText)

let plottables<'kind when 'kind :> IPlottable> (figure: Figure) =
    figure.Plot.GetPlottables<'kind>() |> List.ofSeq

let private layOut (figure: Figure) =
    figure.Plot.RenderInMemory(figure.Width, figure.Height)

/// Labels of an axis' ticks.
let private labels (axis: IAxis) =
    axis.TickGenerator.Ticks
    |> Seq.filter _.IsMajor
    |> Seq.map _.Label
    |> List.ofSeq

/// Below the axes.
let columns figure =
    layOut figure
    labels figure.Plot.Axes.Bottom

/// Left of the axes.
let rows figure =
    layOut figure
    labels figure.Plot.Axes.Left

let linePoints (scatter: Scatter) =
    scatter.Data.GetScatterPoints() |> Seq.map (fun at -> at.X, at.Y) |> List.ofSeq

let markedPoints (markers: Markers) =
    markers.Data.GetScatterPoints() |> Seq.map (fun at -> at.X, at.Y) |> List.ofSeq

let bars (plot: BarPlot) = List.ofSeq plot.Bars

/// No colour but the background's at the figure's sides, and in the legend no text that is wider than its place.
let assertNothingIsCutOff (figure: Figure) =
    use picture = SKBitmap.Decode figure.Png
    let right, bottom = picture.Width - 1, picture.Height - 1

    for x in 0..right do
        Assert.Equal(SKColors.White, picture.GetPixel(x, 0))
        Assert.Equal(SKColors.White, picture.GetPixel(x, bottom))

    for y in 0..bottom do
        Assert.Equal(SKColors.White, picture.GetPixel(0, y))
        Assert.Equal(SKColors.White, picture.GetPixel(right, y))

    let items = figure.Plot.Legend.GetItems()

    if items.Length > 0 then
        use paint = Paint.NewDisposablePaint()

        let layout =
            figure.Plot.Legend.GetLayout(PixelSize(float32 figure.Width, infinityf), paint)

        Assert.InRange(layout.LegendRect.Height, 1f, float32 figure.Height)

        for item, place in Seq.zip layout.LegendItems layout.LabelRects do
            Assert.InRange(item.LabelStyle.Measure(item.LabelText, paint).Width, 1f, place.Width)
