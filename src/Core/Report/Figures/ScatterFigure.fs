namespace MetricPlugins.Core

open System
open ScottPlot

/// Samples in the plane.
type PointCloud =
    {
        /// Names its panel's file, after the name of all figures.
        Name: string
        /// What is shown: a loss, or the inputs.
        Title: string
        Xs: double[]
        Ys: double[]
        /// A class for each point; −1 for an outlier.
        Labels: int64[]
    }

/// Projections side by side, a colour a class.
module ScatterFigure =

    let private side = 300

    let private markerSize count =
        if count <= 200 then 7f
        elif count <= 1000 then 5f
        elif count <= 5000 then 3f
        else 2f

    let private isDrawn (cloud: PointCloud) index =
        Double.IsFinite cloud.Xs[index] && Double.IsFinite cloud.Ys[index]

    let private add (plot: Plot) (cloud: PointCloud) (indices: int[]) (size: float32) (color: Color, shape) =
        if indices.Length > 0 then
            let xs = indices |> Array.map (fun i -> cloud.Xs[i])
            let ys = indices |> Array.map (fun i -> cloud.Ys[i])
            plot.Add.Markers(xs, ys, shape, size, color.WithAlpha 0.8) |> ignore

    let private panel (name: string) (classes: int64[]) (cloud: PointCloud) =
        let plot =
            Canvas.create
                {
                    Name = name
                    Title = cloud.Title
                    X = ""
                    Y = ""
                }
                side
                side

        let drawn = [| 0 .. cloud.Labels.Length - 1 |] |> Array.filter (isDrawn cloud)

        if drawn.Length = 0 then
            Canvas.notice plot "no finite point"
        else
            Canvas.hideTicks plot

            let limits (coordinates: double[]) =
                let known = drawn |> Array.map (fun i -> coordinates[i])
                AxisScale.padded (Array.min known) (Array.max known)

            let (left, right), (bottom, top) = limits cloud.Xs, limits cloud.Ys
            plot.Axes.SetLimits(left, right, bottom, top)
            // Distances are what a projection shows.
            plot.Axes.SquareUnits()
            let size = markerSize drawn.Length
            let byLabel = drawn |> Array.groupBy (fun i -> cloud.Labels[i]) |> Map.ofArray

            let ofLabel label =
                byLabel |> Map.tryFind label |> Option.defaultValue [||]

            add plot cloud (ofLabel -1L) size (ClassColor.outlier, MarkerShape.FilledCircle)

            classes
            |> Array.iteri (fun place label -> add plot cloud (ofLabel label) size (ClassColor.find classes.Length place))

        Canvas.finish $"{name}-{cloud.Name}" side side plot

    /// The classes by name, for all panels: a legend of its own.
    let private key (name: string) (entries: (string * (Color * MarkerShape)) list) =
        let plot = Canvas.blank ()
        plot.Layout.Frameless()
        plot.HideGrid()

        for label, (color, shape) in entries do
            plot.Legend.ManualItems.Add(
                LegendItem(LabelText = Canvas.legendText Canvas.column label, MarkerColor = color, MarkerShape = shape, MarkerSize = 9f)
            )

        plot.Legend.Margin <- PixelPadding 0f
        plot.ShowLegend Alignment.MiddleCenter |> ignore
        let size = Canvas.legend Canvas.column plot
        Canvas.finish $"{name}-classes" (int (ceil size.Width)) (int (ceil size.Height)) plot

    /// A square figure for each cloud; then the classes by name, when they are few enough to be told apart. `name` turns a label into the
    /// name of its class. A class has the same colour in all panels.
    [<CompiledName("Draw")>]
    let figures (name: string) (className: int64 -> string) (clouds: PointCloud list) : Figure list =
        let labels =
            clouds |> Seq.collect _.Labels |> Seq.distinct |> Seq.sort |> Seq.toArray

        let classes = labels |> Array.filter (fun label -> label >= 0L)

        [
            yield! clouds |> List.map (panel name classes)

            if classes.Length <= ClassColor.few then
                key
                    name
                    [
                        for place in 0 .. classes.Length - 1 do
                            className classes[place], ClassColor.find classes.Length place

                        if labels |> Array.contains -1L then
                            "outlier", (ClassColor.outlier, MarkerShape.FilledCircle)
                    ]
        ]
