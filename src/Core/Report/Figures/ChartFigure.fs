namespace MetricPlugins.Core

open System
open ScottPlot

/// Charts as figures for print.
module ChartFigure =

    let private height = 300
    // With more losses, their bands overlap.
    let private mostBands = 7
    let private markerSize = 7f
    let private pointSize = 9f

    /// Splits points into runs of consecutive values, without gaps.
    let private segments (series: ChartSeries) : int[] list =
        ([ 0 .. series.X.Length - 1 ], [ [] ])
        ||> List.foldBack (fun i segments ->
            match segments with
            | first :: others when Double.IsFinite series.Y[i] -> (i :: first) :: others
            | [] :: _ -> segments
            | _ -> [] :: segments)
        |> List.filter (List.isEmpty >> not)
        |> List.map List.toArray

    let private curve (plot: Plot) (width: int) (x: ChartAxis) (y: ChartAxis) (strength: double) (series: ChartSeries) =
        let look = Look.ofLoss series.Loss
        let color = Canvas.color look

        segments series
        |> List.iteri (fun place points ->
            let at (axis: ChartAxis) (values: double[]) =
                points |> Array.map (fun i -> axis.Place values[i])

            if points |> Array.forall (fun i -> Double.IsFinite series.Low[i]) then
                let band = plot.Add.FillY(at x series.X, at y series.Low, at y series.High)
                band.FillColor <- color.WithAlpha strength
                band.LineWidth <- 0f

            let line = plot.Add.ScatterLine(at x series.X, at y series.Y, color)
            line.LineWidth <- 2f
            line.LinePattern <- Canvas.pattern look
            line.MarkerShape <- Canvas.marker look

            line.MarkerSize <-
                if points.Length = 1 || Chart.hasMarkers series then
                    markerSize
                else
                    0f

            line.LegendText <-
                if place = 0 then
                    Canvas.legendText width series.Label
                else
                    "")

    let private points (plot: Plot) (width: int) (x: ChartAxis) (y: ChartAxis) (series: ChartSeries) =
        let look = Look.ofLoss series.Loss

        let points =
            plot.Add.Markers(Array.map x.Place series.X, Array.map y.Place series.Y, Canvas.marker look, pointSize, Canvas.color look)

        points.LegendText <- Canvas.legendText width series.Label

    /// Bars of width `size`, each shifted by `offset` from its X.
    let private bars (plot: Plot) (width: int) (offset: double) (size: double) (series: ChartSeries) =
        let color = Canvas.color (Look.ofLoss series.Loss)

        let known =
            [| 0 .. series.X.Length - 1 |]
            |> Array.filter (fun i -> Double.IsFinite series.Y[i])

        let center i = series.X[i] + offset

        let drawn =
            plot.Add.Bars
                [|
                    for i in known -> Bar(Position = center i, Value = series.Y[i], Size = size, FillColor = color, LineWidth = 0f)
                |]

        drawn.LegendText <- Canvas.legendText width series.Label

        match known |> Array.filter (fun i -> Double.IsFinite series.Low[i]) with
        | [||] -> ()
        | withInterval ->
            let errors =
                Plottables.ErrorBar(
                    Array.map center withInterval,
                    withInterval |> Array.map (fun i -> series.Y[i]),
                    null,
                    null,
                    withInterval |> Array.map (fun i -> series.High[i] - series.Y[i]),
                    withInterval |> Array.map (fun i -> series.Y[i] - series.Low[i])
                )

            // Visible on the bar and above it.
            errors.Color <- Color.FromHex(if color = Colors.Black then "#999999" else "#333333")
            errors.CapSize <- if series.X.Length <= ChartAxis.mostNames then 2f else 0f
            plot.Add.Plottable errors |> ignore

    // Pixels of a heat map; of what is above and below it, of what is to its left besides the names, and of the colours' axis, over
    // which no title stands.
    let private side = 300
    let private aroundHeight = 90
    let private left = 45
    let private right = 100

    let private heatMap name title (chart: Chart) (y: ChartAxis) (values: double[,]) (colors: ChartAxis) =
        let names =
            y.Ticks
            |> List.map (fun tick -> FigureFont.width Canvas.textSize tick.Label)
            |> List.fold max 0f

        let width, height = left + int (ceil names) + side, side + aroundHeight
        let plot = Canvas.create title chart.X.Title y.Title width height
        let map = plot.Add.Heatmap values
        map.ManualRange <- Nullable(Range(colors.Low, colors.High))
        map.Colormap <- Colormaps.Custom(Look.heat |> List.map Color.FromHex |> Array.ofList, true)
        let bar = plot.Add.ColorBar map
        bar.Axis.Label.Text <- colors.Title
        bar.Axis.Label.FontSize <- Canvas.labelSize
        bar.Axis.TickLabelStyle.FontSize <- Canvas.textSize
        bar.Axis.TickGenerator <- Canvas.ticks colors
        plot.HideGrid()
        Canvas.scale plot (width + right) chart.X y
        Canvas.finish name (width + right) height plot

    let private figure (name: string) (title: string) (chart: Chart) (y: ChartAxis) : Figure =
        let create width =
            let plot = Canvas.create title chart.X.Title y.Title width height
            Canvas.scale plot width chart.X y
            plot

        match chart.Marks with
        | Curves series ->
            let plot = create Canvas.column
            let strength = if series.Length <= mostBands then 0.15 else 0.06
            series |> List.iter (curve plot Canvas.column chart.X y strength)
            Canvas.finishWithLegend name Canvas.column height plot
        | Points series ->
            let plot = create Canvas.column
            series |> List.iter (points plot Canvas.column chart.X y)
            Canvas.finishWithLegend name Canvas.column height plot
        | Bars series ->
            let width = if series.Length > 1 then Canvas.page else Canvas.column
            let plot = create width
            let size = Chart.barWidth series.Length

            series
            |> List.iteri (fun i s -> bars plot width ((double i - double (series.Length - 1) / 2.0) * size) size s)

            Canvas.finishWithLegend name width height plot
        | Cells(_, values, colors) -> heatMap name title chart y values colors

    /// A figure for each vertical axis of the chart, named `prefix-name`, followed by its scale if that is not linear. The title ends
    /// with `place`, the dataset and model.
    [<CompiledName("Draw")>]
    let figures (prefix: string) (place: string) (chart: Chart) : Figure list =
        [
            for y in chart.Y do
                let suffix =
                    match y.Scale with
                    | Linear -> ""
                    | Log -> "-log"
                    | Symlog _ -> "-symlog"

                figure $"{prefix}-{chart.Name}{suffix}" $"{chart.Title}, {place}" chart y
        ]
