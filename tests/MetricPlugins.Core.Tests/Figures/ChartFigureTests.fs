module MetricPlugins.Core.Tests.ChartFigureTests

open System
open System.Globalization
open ScottPlot
open ScottPlot.Plottables
open Xunit
open MetricPlugins.Core

let private vermilion = Color.FromHex "#D55E00"

let private draw (chart: Chart) =
    ChartFigure.figures "mnist-mlp" "mnist, mlp" chart |> List.head

let private series loss (y: double list) = Drawn.series loss $"loss {loss}" y

let private curves (all: ChartSeries list) = Drawn.curves all

let private lines figure = Drawn.plottables<Scatter> figure

let private banded (low: double list) (high: double list) (series: ChartSeries) =
    { series with
        Low = Array.ofList low
        High = Array.ofList high
    }

[<Fact>]
let ``Title, axes and losses are named`` () =
    let figure = draw (curves [ for loss in 0..2 -> series loss [ 2.0; 1.0 ] ])
    Assert.Equal("mnist-mlp-loss", figure.Name)
    Assert.Equal("Loss, mnist, mlp", Drawn.title figure)
    Assert.Equal(("epoch", "mean loss"), Drawn.axes figure)
    Assert.Equal<string list>([ "loss 0"; "loss 1"; "loss 2" ], Drawn.legend figure)

[<Fact>]
let ``Every vertical axis has a figure, named by its scale`` () =
    let chart = curves [ series 0 [ 100.0; 1.0 ] ]

    let figures =
        ChartFigure.figures
            "mnist-mlp"
            "mnist, mlp"
            { chart with
                Y =
                    [
                        yield! chart.Y
                        ChartAxis.powers "mean loss" [| 100.0; 1.0 |] [||]
                        ChartAxis.powers "mean loss" [| 100.0; 0.0 |] [||]
                    ]
            }

    Assert.Equal<string list>([ "mnist-mlp-loss"; "mnist-mlp-loss-log"; "mnist-mlp-loss-symlog" ], figures |> List.map _.Name)

    Assert.Equal<string list>([ "mean loss"; "mean loss, log"; "mean loss, symlog" ], figures |> List.map (Drawn.axes >> snd))

    let ys figure =
        lines figure |> List.exactlyOne |> Drawn.linePoints |> List.map snd

    Assert.Equal<float list>([ 100.0; 1.0 ], ys figures[0])
    Assert.Equal<float list>([ 2.0; 0.0 ], ys figures[1])
    Assert.Contains("100", Drawn.rows figures[1])

[<Fact>]
let ``A loss keeps its colour when others are left out, and across kinds`` () =
    let chart = curves [ series 1 [ 2.0; 1.0 ] ]

    let bar =
        draw
            { chart with
                Marks = Bars [ series 1 [ 1.0 ] ]
            }
        |> Drawn.plottables<BarPlot>
        |> List.exactlyOne
        |> Drawn.bars
        |> List.exactlyOne

    let point =
        draw
            { chart with
                Marks = Points [ series 1 [ 1.0 ] ]
            }
        |> Drawn.plottables<Markers>
        |> List.exactlyOne

    for color in [ (draw chart |> lines |> List.exactlyOne).Color; bar.FillColor; point.Color ] do
        Assert.Equal(vermilion, color)

[<Fact>]
let ``Twenty losses differ in colour or pattern, in the legend, too`` () =
    let figure =
        draw (curves [ for loss in 0..19 -> series loss [ for i in 1..30 -> double i ] ])

    let drawn =
        lines figure
        |> List.map (fun line -> line.Color, List.ofArray line.LinePattern.Intervals)

    let named =
        Drawn.legendItems figure
        |> List.map (fun item -> item.LineColor, List.ofArray item.LinePattern.Intervals)

    Assert.Equal(20, drawn |> List.distinct |> List.length)
    Assert.Equal<(Color * float32 list) list>(drawn, named)
    Drawn.assertNothingIsCutOff figure

[<Fact>]
let ``Markers show the values of a few epochs, not of many`` () =
    let sizes count =
        lines (draw (curves [ for loss in 0..2 -> series loss [ for i in 1..count -> double i ] ]))
        |> List.map _.MarkerSize

    Assert.DoesNotContain(0f, sizes 5)
    Assert.Equal<float32 list>([ 0f; 0f; 0f ], sizes 100)

[<Fact>]
let ``An interval makes a see-through band, none makes none`` () =
    let bands all =
        Drawn.plottables<FillY>(draw (curves all))

    let band =
        bands [ series 1 [ 2.0; 1.0 ] |> banded [ 1.5; 0.5 ] [ 2.5; 1.5 ] ]
        |> List.exactlyOne

    Assert.Equal(vermilion.WithAlpha band.FillColor.Alpha, band.FillColor)
    Assert.InRange(band.FillColor.Alpha, 1uy, 100uy)
    let limits = band.GetAxisLimits()
    Assert.Equal((0.0, 1.0, 0.5, 2.5), (limits.Left, limits.Right, limits.Bottom, limits.Top))
    Assert.Empty(bands [ series 1 [ 2.0; 1.0 ] ])

[<Fact>]
let ``A line has a gap where there is no value, and its name once`` () =
    let figure = draw (curves [ series 1 [ 5.0; 4.0; nan; 2.0; 1.0 ] ])
    Assert.Equal<float list list>([ [ 0.0; 1.0 ]; [ 3.0; 4.0 ] ], lines figure |> List.map (Drawn.linePoints >> List.map fst))
    Assert.Equal<string list>([ "loss 1" ], Drawn.legend figure)
    Assert.DoesNotContain("NaN", figure.Svg)

[<Fact>]
let ``A single value among gaps has a marker, however many there are`` () =
    let values = [ for i in 0..29 -> if i % 2 = 0 then 1.0 else nan ]
    Assert.DoesNotContain(0f, lines (draw (curves [ series 0 values ])) |> List.map _.MarkerSize)

[<Fact>]
let ``Bars of several losses stand side by side, with intervals as long as they are up and down`` () =
    let one = series 0 [ 0.2; 0.4 ] |> banded [ 0.1; nan ] [ 0.5; nan ]

    let figure = draw (Drawn.bars2 [ one; series 1 [ 0.3; nan ] ])
    Assert.Equal<string list>([ "cat"; "dog" ], Drawn.columns figure)

    let first, second =
        match Drawn.plottables<BarPlot> figure |> List.map Drawn.bars with
        | [ first; second ] -> first, second
        | other -> failwith $"{other.Length} groups of bars"

    Assert.Equal<float list>([ 0.2; 0.4 ], first |> List.map _.Value)
    Assert.Equal(first[0].Position + first[0].Size, second[0].Position, 9)
    // A class without a value has no bar.
    Assert.Equal<float list>([ 0.3 ], second |> List.map _.Value)

    let interval = Drawn.plottables<ErrorBar> figure |> List.exactlyOne
    Assert.Equal(0.1, (nonNull interval.YErrorNegative)[0], 9)
    Assert.Equal(0.3, (nonNull interval.YErrorPositive)[0], 9)
    Assert.Equal(1, interval.Xs.Count)
    Drawn.assertNothingIsCutOff figure

[<Fact>]
let ``Names that do not fit below their bars are numbers`` () =
    let columns (name: int -> string) =
        let chart = Drawn.bars2 [ for loss in 0..1 -> series loss [ for _ in 0..9 -> 0.2 ] ]

        draw
            { chart with
                X = ChartAxis.names "class" (Array.init 10 name)
            }
        |> Drawn.columns

    Assert.Equal<string list>([ for i in 0..9 -> $"Albatross {i}" ], columns (fun i -> $"Albatross {i}"))
    Assert.Equal<string list>([ for i in 0..9 -> string i ], columns (fun i -> $"Black-footed Albatross {i}"))

[<Fact>]
let ``Points lie where their runs are`` () =
    let chart =
        Drawn.points
            [
                { series 1 [ 0.9; 0.8 ] with
                    X = [| 0.1; 0.2 |]
                }
            ]

    let markers = draw chart |> Drawn.plottables<Markers> |> List.exactlyOne
    Assert.Equal<(float * float) list>([ 0.1, 0.9; 0.2, 0.8 ], Drawn.markedPoints markers)
    Assert.Equal(vermilion, markers.Color)

let private colorBar (figure: Figure) =
    figure.Plot.Axes.GetPanels()
    |> Seq.pick (function
        | :? Panels.ColorBar as bar -> Some bar
        | _ -> None)

[<Fact>]
let ``A heat map has a cell for each two classes, the first at the top, and the colours' axis`` () =
    let figure = draw (Drawn.cells [| for i in 0..9 -> $"c{i}" |])
    let map = Drawn.plottables<Heatmap> figure |> List.exactlyOne
    Assert.Equal(5.0, map.GetValue(Coordinates(3.0, 7.0)))
    Assert.True(Double.IsNaN(map.GetValue(Coordinates(0.0, 9.0))))
    Assert.Equal<string list>([ for i in 9..-1..0 -> $"c{i} {i}" ], Drawn.rows figure)

    Assert.Equal(
        "c2 2",
        (figure.Plot.Axes.Left.TickGenerator.Ticks
         |> Array.find (fun tick -> tick.Position = 7.0))
            .Label
    )

    let range = map.GetRange()
    Assert.Equal((0.0, 20.0), (range.Min, range.Max))
    Assert.Equal("distance", (colorBar figure).Label)
    Assert.Equal(Color.FromHex Look.heat.Head, map.Colormap.GetColor 0.0)
    Assert.Equal(Color.FromHex(List.last Look.heat), map.Colormap.GetColor 1.0)
    Drawn.assertNothingIsCutOff figure

[<Fact>]
let ``Long names of classes take nothing from the map`` () =
    let shape names =
        let figure = draw (Drawn.cells names)
        Drawn.assertNothingIsCutOff figure
        figure.Plot.LastRender.DataRect.Width / figure.Plot.LastRender.DataRect.Height

    for label in [ "c"; "Black-footed Albatross, juvenile" ] do
        Assert.InRange(shape (Array.init 10 (fun i -> $"{label}{i}")), 0.9f, 1.1f)

[<Fact>]
let ``Long names are told in full, within the figure`` () =
    let long =
        "triplet margin=0.5, mining=semi-hard, distance=squared-euclidean, memory=1024"

    let path = "path=" + String.replicate 20 "somewhere/"

    for name in [ long; path ] do
        let chart = curves [ Drawn.series 0 name [ 2.0; 1.0 ] ]

        for titled in
            [
                { chart with Title = name }
                { Drawn.cells [| "a"; "b" |] with
                    Title = name
                }
            ] do
            let figure = draw titled
            Assert.Equal($"{name}, mnist, mlp".Replace(" ", ""), (Drawn.title figure).Replace(" ", ""))
            Drawn.assertNothingIsCutOff figure

        Assert.Equal<string list>([ name.Replace(" ", "") ], Drawn.legend (draw chart) |> List.map _.Replace(" ", ""))

[<Fact>]
let ``The same data give the same bytes in any culture`` () =
    let drawn () =
        let figure = draw (curves [ series 0 [ 0.123; 0.05 ] ])
        figure.Svg, figure.Png

    let expected = drawn ()
    let culture = CultureInfo.CurrentCulture

    try
        let comma = CultureInfo.InvariantCulture.Clone() :?> CultureInfo
        comma.NumberFormat.NumberDecimalSeparator <- ","
        CultureInfo.CurrentCulture <- comma
        Assert.Equal(expected, drawn ())
    finally
        CultureInfo.CurrentCulture <- culture
