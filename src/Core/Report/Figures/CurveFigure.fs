namespace MetricPlugins.Core

open System
open ScottPlot

/// A quantity of one loss along x: an epoch, a k.
type LossCurves =
    {
        Loss: string
        /// Rising.
        Xs: double[]
        /// A run's values at Xs for each seed. One that ended early has fewer; NaN where there is none.
        Runs: double[] list
    }

/// Curves by loss: the mean over the seeds, in a band from the least of them to the greatest.
module CurveFigure =

    let private height = 300
    // With more points their markers would run into one another, with more losses their bands.
    let private mostMarkers = 12
    let private mostBands = 7

    /// Where a figure of every seed exists: x, least, mean, greatest. The survivors of a run that diverged tell nothing of it, so there is a gap.
    let private summarise (curves: LossCurves) =
        curves.Xs
        |> Array.mapi (fun i x ->
            match curves.Runs |> List.map (fun run -> if i < run.Length then run[i] else nan) with
            | values when not values.IsEmpty && values |> List.forall Double.IsFinite ->
                Some struct (x, List.min values, List.average values, List.max values)
            | _ -> None)

    /// Neighbours that exist, together.
    let private segments (points: 'a option[]) =
        (points, [ [] ])
        ||> Array.foldBack (fun point segments ->
            match point, segments with
            | Some p, first :: others -> (p :: first) :: others
            | _, [] :: _ -> segments
            | _ -> [] :: segments)
        |> List.filter (List.isEmpty >> not)
        |> List.map List.toArray

    let private draw (plot: Plot) (width: int) (x: AxisScale, y: AxisScale) (strength: double) (losses: string list) (curves: LossCurves) =
        let style = LossStyle.find losses curves.Loss
        let segments = curves |> summarise |> segments

        let line xs ys label =
            let line = plot.Add.ScatterLine(xs, ys, style.Color)
            line.LineWidth <- 2f
            line.LinePattern <- style.Pattern
            line.MarkerShape <- style.Marker

            line.MarkerSize <-
                if xs.Length = 1 || curves.Xs.Length <= mostMarkers then
                    7f
                else
                    0f

            line.LegendText <- Canvas.legendText width label

        if segments.IsEmpty then
            line [||] [||] $"{curves.Loss} (no finite value)"

        segments
        |> List.iteri (fun i points ->
            let xs = points |> Array.map (fun struct (at, _, _, _) -> x.Place at)

            if curves.Runs.Length > 1 then
                let low = points |> Array.map (fun struct (_, low, _, _) -> y.Place low)
                let high = points |> Array.map (fun struct (_, _, _, high) -> y.Place high)
                let band = plot.Add.FillY(xs, low, high)
                band.FillColor <- style.Color.WithAlpha strength
                band.LineWidth <- 0f

            let means = points |> Array.map (fun struct (_, _, mean, _) -> y.Place mean)
            line xs means (if i = 0 then curves.Loss else ""))

    let private create (text: FigureText) xScale yScale (losses: string list) (curves: LossCurves list) : Figure =
        let width = Canvas.column
        let plot = Canvas.create text width height
        let drawn = curves |> List.toArray |> Array.collect (summarise >> Array.choose id)

        if drawn.Length = 0 then
            Canvas.notice plot "no finite value"
            Canvas.finish text.Name width height plot
        else
            let xs = drawn |> Array.map (fun struct (x, _, _, _) -> x)
            let ys = drawn |> Array.collect (fun struct (_, low, _, high) -> [| low; high |])
            let x, y = xScale xs, yScale ys
            Canvas.scale plot x y
            let strength = if curves.Length <= mostBands then 0.15 else 0.06
            curves |> List.iter (draw plot width (x, y) strength losses)
            Canvas.finishWithLegend text.Name width height plot

    /// One figure of all losses over epochs or steps. `losses` are those of the study, in its order.
    [<CompiledName("Draw")>]
    let figure (text: FigureText) (scale: Scale) (losses: string list) (curves: LossCurves list) : Figure =
        let counts xs =
            let margin = max 0.5 (0.03 * (Array.max xs - Array.min xs))
            AxisScale.counts (Array.min xs - margin) (Array.max xs + margin)

        create text counts (AxisScale.create scale) losses curves

    /// The same over a few ranks, as of recall@k, from 1 on: by powers of ten.
    [<CompiledName("DrawByRank")>]
    let figureByRank (text: FigureText) (losses: string list) (curves: LossCurves list) : Figure =
        create text AxisScale.ranks AxisScale.linear losses curves
