namespace MetricPlugins.Core

open System
open ScottPlot
open ScottPlot.Panels
open ScottPlot.TickGenerators

/// The legend below the axes, in as many rows as the figure's width asks for.
type private LegendRows(legend: Legend, size: PixelSize) =
    inherit PanelBase()

    override _.Measure _ = size.Height

    override _.Render(rp, size, offset) =
        let figure, top = rp.ScaledFigureRect, rp.DataRect.Bottom + offset
        legend.Render(rp.Canvas, rp.Paint, PixelRect(figure.Left, figure.Right, top + size, top), Alignment.LowerCenter)

/// What all figures share: sizes, legends, and what stands where nothing can be drawn.
module internal Canvas =

    /// A column of print.
    let column = 440
    /// The width of a page of print.
    let page = 900

    // For text of about 6.5 points in a column of 85 mm.
    let textSize = 12f
    let labelSize = 13f
    let private titleSize = 14f
    // Between text and the figure's sides.
    let private margin = 12
    // Pixels of a figure's height that are not beside its left axis.
    let private besideLeft = 80

    /// Without axes and text.
    let blank () : Plot =
        // Of all text: a label takes it where it is made.
        Fonts.DefaultFontStyle <- FigureFont.typeface ()
        new Plot()

    let create (text: FigureText) (width: int) (height: int) : Plot =
        let plot = blank ()
        plot.Title(FigureFont.wrap titleSize (float32 (width - 2 * margin)) text.Title, titleSize)
        plot.Axes.Title.FullFigureCenter <- true
        plot.XLabel(text.X, labelSize)
        plot.YLabel(FigureFont.wrap labelSize (float32 (height - besideLeft)) text.Y, labelSize)

        for axis in [ plot.Axes.Bottom :> IAxis; plot.Axes.Left ] do
            axis.TickLabelStyle.FontSize <- textSize

        plot

    /// Lays both axes.
    let scale (plot: Plot) (x: AxisScale) (y: AxisScale) =
        plot.Axes.SetLimits(fst x.Limits, snd x.Limits, fst y.Limits, snd y.Limits)
        plot.Axes.Bottom.TickGenerator <- x.Ticks
        plot.Axes.Left.TickGenerator <- y.Ticks

    /// Axes without ticks.
    let hideTicks (plot: Plot) =
        plot.HideGrid()
        plot.Axes.Bottom.TickGenerator <- EmptyTickGenerator()
        plot.Axes.Left.TickGenerator <- EmptyTickGenerator()

    /// Says in the middle why there is nothing else.
    let notice (plot: Plot) (text: string) =
        hideTicks plot
        plot.Axes.SetLimits(0.0, 1.0, 0.0, 1.0)
        let message = plot.Add.Text(text, 0.5, 0.5)
        message.LabelAlignment <- Alignment.MiddleCenter
        message.LabelFontColor <- Colors.Gray
        message.LabelFontSize <- labelSize

    /// With room for a title of several lines: data keep theirs.
    let finish (name: string) (width: int) (height: int) (plot: Plot) : Figure =
        let lines = plot.Axes.Title.Label.Text.Split('\n').Length

        {
            Name = name
            Width = width
            Height = height + (lines - 1) * int (ceil (FigureFont.lineHeight titleSize))
            Plot = plot
        }

    /// Lays out the legend for a figure of this width, its entries in lines that fit, and says what room it takes.
    let legend (width: int) (plot: Plot) : PixelSize =
        let legend = plot.Legend
        legend.FontSize <- Nullable textSize
        legend.OutlineColor <- Colors.Transparent
        legend.ShadowColor <- Colors.Transparent
        legend.SymbolWidth <- 30f
        use paint = Paint.NewDisposablePaint()
        legend.GetLayout(PixelSize(float32 width, infinityf), paint).LegendRect.Size

    /// An entry of the legend, in lines that fit into a figure.
    let legendText (width: int) (label: string) =
        FigureFont.wrap textSize (float32 (width - 2 * margin) - 55f) label

    /// With a legend below. The figure grows, its data keep their room.
    let finishWithLegend (name: string) (width: int) (height: int) (plot: Plot) : Figure =
        plot.HideLegend() |> ignore
        plot.Legend.Orientation <- Orientation.Horizontal
        let size = legend width plot
        plot.Axes.AddPanel(LegendRows(plot.Legend, size, Edge = Edge.Bottom))
        finish name width (height + int (ceil size.Height)) plot
