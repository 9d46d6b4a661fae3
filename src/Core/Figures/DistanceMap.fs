namespace MetricPlugins.Core

open System
open ScottPlot
open ScottPlot.TickGenerators

/// Distances between all pairs of classes as a heat map.
module DistanceMap =

    let private width = 480
    let private height = 400
    let private mostNames = 20

    /// Classes from top to bottom by name and from left to right by number; by numbers alone when they are many.
    let private ticks (classes: string[]) : ITickGenerator * ITickGenerator =
        let count = classes.Length

        if count <= mostNames then
            let places = Array.init count double
            let numbers = Array.init count string

            NumericManual(places, numbers),
            NumericManual(Array.rev places, Array.map2 (fun number name -> if number = name then name else $"{name}  {number}") numbers classes)
        else
            // Ten labels or fewer, at round numbers.
            let every = [ 5; 10; 20; 25; 50; 100; 250; 500; 1000 ] |> List.tryFind (fun step -> count / step <= 10) |> Option.defaultValue count
            let labelled = [| 0..every .. count - 1 |]

            NumericManual(labelled |> Array.map double, labelled |> Array.map string),
            NumericManual(labelled |> Array.map (fun label -> double (count - 1 - label)), labelled |> Array.map string)

    /// `distances` is [classes × classes], symmetric; NaN, as on the diagonal, shows nothing. `classes` are the names in its order.
    [<CompiledName("Draw")>]
    let figure (text: FigureText) (classes: string[]) (distances: double[,]) : Figure =
        let count = classes.Length

        if Array2D.length1 distances <> count || Array2D.length2 distances <> count then
            invalidArg
                (nameof distances)
                $"Distances are as many rows and columns as classes, {count}; got {Array2D.length1 distances} × {Array2D.length2 distances}."

        let plot = Canvas.create text width

        if distances |> Seq.cast<double> |> Seq.exists Double.IsFinite then
            let map = plot.Add.Heatmap distances
            plot.Add.ColorBar map |> ignore
            plot.HideGrid()
            let bottom, left = ticks classes
            plot.Axes.SetLimits(-0.5, double count - 0.5, -0.5, double count - 0.5)
            plot.Axes.Bottom.TickGenerator <- bottom
            plot.Axes.Left.TickGenerator <- left
        else
            Canvas.notice plot "no finite value"

        Canvas.finish text.Name width height plot
