namespace MetricPlugins.Core

open System
open ScottPlot
open ScottPlot.TickGenerators

/// Distances between all pairs of classes as a heat map.
module DistanceMap =

    // Pixels of the map, of what is above and below it, of what is to its left besides the names, and of the scale, over which no title
    // stands.
    let private side = 300
    let private aroundHeight = 90
    let private left = 45
    let private scale = 100
    let private mostNames = 20
    let private mostNumbers = 12

    /// Classes from top to bottom by name and from left to right by number; by numbers alone when they are many.
    let private ticks (classes: string[]) =
        let count = classes.Length
        let every = if count <= mostNames then 1 else (count + 9) / 10
        let labelled = [| 0..every .. count - 1 |]

        let name label =
            if every > 1 || classes[label] = string label then
                string label
            else
                $"{classes[label]} {label}"

        let numbered =
            if every > 1 || count <= mostNumbers then
                labelled
            else
                [| 0..2 .. count - 1 |]

        NumericManual(numbered |> Array.map double, numbered |> Array.map string),
        labelled |> Array.map (fun label -> double (count - 1 - label), name label)

    /// `distances` is [classes × classes], symmetric; NaN, as on the diagonal, shows nothing. `classes` are the names in its order.
    /// Colours go from 0 to `largest`: maps that share it can be compared. `text.X` names the classes' axes, `text.Y` the distance.
    [<CompiledName("Draw")>]
    let figure (text: FigureText) (largest: double) (classes: string[]) (distances: double[,]) : Figure =
        let count = classes.Length

        if Array2D.length1 distances <> count || Array2D.length2 distances <> count then
            invalidArg
                (nameof distances)
                $"Distances are as many rows and columns as classes, {count}; got {Array2D.length1 distances} × {Array2D.length2 distances}."

        let columns, rows = ticks classes

        let names =
            rows |> Seq.map (snd >> FigureFont.width Canvas.textSize) |> Seq.fold max 0f

        let untilScale, height = left + int (ceil names) + side, side + aroundHeight
        let plot = Canvas.create text untilScale height

        if distances |> Seq.cast<double> |> Seq.exists Double.IsFinite then
            let map = plot.Add.Heatmap distances
            map.ManualRange <- Nullable(Range(0.0, largest))
            let colors = plot.Add.ColorBar map
            colors.Axis.Label.Text <- text.Y
            colors.Axis.Label.FontSize <- Canvas.labelSize
            colors.Axis.TickLabelStyle.FontSize <- Canvas.textSize
            colors.Axis.TickGenerator <- NumericAutomatic(LabelFormatter = AxisScale.number)
            plot.YLabel(text.X, Canvas.labelSize)
            plot.HideGrid()
            plot.Axes.SetLimits(-0.5, double count - 0.5, -0.5, double count - 0.5)
            plot.Axes.Bottom.TickGenerator <- columns
            plot.Axes.Left.TickGenerator <- NumericManual(Array.map fst rows, Array.map snd rows)
        else
            Canvas.notice plot "no finite value"

        Canvas.finish text.Name (untilScale + scale) height plot
