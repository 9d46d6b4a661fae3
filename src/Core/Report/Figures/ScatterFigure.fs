namespace MetricPlugins.Core

open ScottPlot
open MetricPlugins.Core.Reporting

/// The explorer's projections as figures for print, coloured by class.
module ScatterFigure =

    let private side = 300
    let private keySize = 9f

    let private markerSize count =
        if count <= 200 then 7f
        elif count <= 1000 then 5f
        else 3f

    let private panel (name: string) (classes: ExplorerClass[]) (title: string) (labels: int64[]) (view: ExplorerView) =
        let plot = Canvas.create title "" "" side side
        Canvas.hideTicks plot
        let xs, ys = Array.map double view.X, Array.map double view.Y
        let left, right = ChartAxis.padded (Array.min xs) (Array.max xs)
        let bottom, top = ChartAxis.padded (Array.min ys) (Array.max ys)
        plot.Axes.SetLimits(left, right, bottom, top)
        // Equal scales, because a projection shows distances.
        plot.Axes.SquareUnits()

        let byLabel =
            [| 0 .. labels.Length - 1 |]
            |> Array.groupBy (fun i -> labels[i])
            |> Map.ofArray

        // Outliers, the last class, are drawn below the others.
        for c in Array.rev classes do
            match byLabel |> Map.tryFind c.Label with
            | Some indices ->
                let at (values: double[]) =
                    indices |> Array.map (fun i -> values[i])

                plot.Add.Markers(at xs, at ys, Canvas.marker c.Look, markerSize labels.Length, (Canvas.color c.Look).WithAlpha 0.8)
                |> ignore
            | None -> ()

        Canvas.finish name side side plot

    /// The legend of the classes, shared by all panels, as its own figure.
    let private key (name: string) (classes: ExplorerClass[]) =
        let plot = Canvas.blank ()
        plot.Layout.Frameless()
        plot.HideGrid()

        for c in classes do
            plot.Legend.ManualItems.Add(
                LegendItem(
                    LabelText = Canvas.legendText Canvas.column c.Name,
                    MarkerColor = Canvas.color c.Look,
                    MarkerShape = Canvas.marker c.Look,
                    MarkerSize = keySize
                )
            )

        plot.Legend.Margin <- PixelPadding 0f
        plot.ShowLegend Alignment.MiddleCenter |> ignore
        let size = Canvas.legend Canvas.column plot
        Canvas.finish name (int (ceil size.Width)) (int (ceil size.Height)) plot

    /// A square figure for each view of each panel; then the legend, if the classes are few enough to be distinguishable.
    [<CompiledName("Draw")>]
    let figures (prefix: string) (place: ExplorerPlace) : Figure list =
        let files = place.Panels |> Seq.map _.Title |> List.ofSeq |> FigureName.ofAll

        let panels =
            [
                for file, shown in Seq.zip files place.Panels do
                    for view in shown.Views do
                        let kind = FigureName.find [ view.Name ] view.Name
                        panel $"{prefix}-{kind}-{file}" place.Classes $"{shown.Title}, {view.Name}" shown.Labels view
            ]

        if panels.IsEmpty then
            []
        elif
            place.Classes |> Array.filter (fun c -> c.Label >= 0L) |> Array.length
            <= Look.distinctClasses
        then
            panels @ [ key $"{prefix}-classes" place.Classes ]
        else
            panels
