namespace MetricPlugins.Core

open System
open ScottPlot
open ScottPlot.Panels
open ScottPlot.TickGenerators

/// A legend below the axes, in as many rows as the figure's width requires.
type private LegendRows(legend: Legend, size: PixelSize) =
    inherit PanelBase()

    override _.Measure _ = size.Height

    override _.Render(rp, size, offset) =
        let figure, top = rp.ScaledFigureRect, rp.DataRect.Bottom + offset
        legend.Render(rp.Canvas, rp.Paint, PixelRect(figure.Left, figure.Right, top + size, top), Alignment.LowerCenter)

/// Sizes, axes, looks and legends of all figures.
module internal Canvas =

    /// Width of a column in print.
    let column = 440
    /// Width of a page in print.
    let page = 900

    // For text of about 6.5 points in a column of 85 mm.
    let textSize = 12f
    let labelSize = 13f
    let private titleSize = 14f
    // Space between text and the figure's edges, and between adjacent labels.
    let private margin = 12
    let private betweenLabels = 8f
    // Pixels of a figure's width that are not above its bottom axis, and of its height that are not beside its left axis.
    let private aboveBottom = 90
    let private besideLeft = 80

    let color (look: Look) = Color.FromHex look.Color

    let marker (look: Look) =
        match look.Marker with
        | Marker.Circle -> MarkerShape.FilledCircle
        | Marker.Square -> MarkerShape.FilledSquare
        | Marker.TriangleUp -> MarkerShape.FilledTriangleUp
        | Marker.TriangleDown -> MarkerShape.FilledTriangleDown
        | Marker.Diamond -> MarkerShape.FilledDiamond

    let pattern (look: Look) =
        match look.Dashes with
        | [] -> LinePattern.Solid
        | dashes -> LinePattern(dashes |> List.map float32 |> Array.ofList, 0f, String.Join(' ', dashes))

    /// A plot without axes and text.
    let blank () : Plot =
        // Of all text: a label takes it where it is made.
        Fonts.DefaultFontStyle <- FigureFont.typeface ()
        new Plot()

    let create (title: string) (x: string) (y: string) (width: int) (height: int) : Plot =
        let plot = blank ()
        plot.Title(FigureFont.wrap titleSize (float32 (width - 2 * margin)) title, titleSize)
        plot.Axes.Title.FullFigureCenter <- true
        plot.XLabel(x, labelSize)
        plot.YLabel(FigureFont.wrap labelSize (float32 (height - besideLeft)) y, labelSize)

        for axis in [ plot.Axes.Bottom :> IAxis; plot.Axes.Left ] do
            axis.TickLabelStyle.FontSize <- textSize

        plot

    let ticks (axis: ChartAxis) : ITickGenerator =
        NumericManual([| for tick in axis.Ticks -> axis.Place tick.Value |], [| for tick in axis.Ticks -> tick.Label |])

    /// The axis with numbers instead of names if the names do not fit side by side.
    let private fitting (width: int) (axis: ChartAxis) : ChartAxis =
        let room = float32 (width - aboveBottom) / float32 axis.Ticks.Length - betweenLabels

        let fits =
            axis.Ticks
            |> List.map (fun tick -> FigureFont.width textSize tick.Label)
            |> List.pairwise
            |> List.forall (fun (left, right) -> (left + right) / 2f <= room)

        if fits then
            axis
        else
            { axis with
                Ticks =
                    [
                        for tick in axis.Ticks ->
                            { tick with
                                Label = ChartAxis.number tick.Value
                            }
                    ]
            }

    /// Sets both axes.
    let scale (plot: Plot) (width: int) (x: ChartAxis) (y: ChartAxis) =
        plot.Axes.SetLimits(x.Place x.Low, x.Place x.High, y.Place y.Low, y.Place y.High)
        plot.Axes.Bottom.TickGenerator <- ticks (fitting width x)
        plot.Axes.Left.TickGenerator <- ticks y

    /// Axes without ticks.
    let hideTicks (plot: Plot) =
        plot.HideGrid()
        plot.Axes.Bottom.TickGenerator <- EmptyTickGenerator()
        plot.Axes.Left.TickGenerator <- EmptyTickGenerator()

    /// Adds room for a title of several lines; the plot area keeps its size.
    let finish (name: string) (width: int) (height: int) (plot: Plot) : Figure =
        let lines = plot.Axes.Title.Label.Text.Split('\n').Length

        {
            Name = name
            Width = width
            Height = height + (lines - 1) * int (ceil (FigureFont.lineHeight titleSize))
            Plot = plot
        }

    /// Lays out the legend for a figure of this width, and returns its size.
    let legend (width: int) (plot: Plot) : PixelSize =
        let legend = plot.Legend
        legend.FontSize <- Nullable textSize
        legend.OutlineColor <- Colors.Transparent
        legend.ShadowColor <- Colors.Transparent
        legend.SymbolWidth <- 30f
        use paint = Paint.NewDisposablePaint()
        legend.GetLayout(PixelSize(float32 width, infinityf), paint).LegendRect.Size

    /// The text of a legend entry, broken into lines that fit.
    let legendText (width: int) (label: string) =
        FigureFont.wrap textSize (float32 (width - 2 * margin) - 55f) label

    /// Adds a legend below; the figure grows, the plot area keeps its size.
    let finishWithLegend (name: string) (width: int) (height: int) (plot: Plot) : Figure =
        plot.HideLegend() |> ignore
        plot.Legend.Orientation <- Orientation.Horizontal
        let size = legend width plot
        plot.Axes.AddPanel(LegendRows(plot.Legend, size, Edge = Edge.Bottom))
        finish name width (height + int (ceil size.Height)) plot
