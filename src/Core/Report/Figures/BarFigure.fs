namespace MetricPlugins.Core

open System
open ScottPlot
open ScottPlot.TickGenerators

/// A figure of every class under one loss.
type LossBars =
    {
        Loss: string
        /// By class, a value for each seed.
        Values: double[][]
    }

/// Bars of every class by loss: the mean over the seeds with its 95 % t-interval.
module BarFigure =

    let private height = 320
    let private panelHeight = 240
    // With more classes, or more losses than colours, bars side by side are no longer told apart: each loss gets a panel of its own.
    let private mostClasses = 20
    // Pixels of a figure's width beside its bars, and between two names below them.
    let private besideBars = 90
    let private betweenNames = 8f

    let private estimate (values: double[]) =
        match Statistics.estimate values with
        | Some e when Double.IsFinite e.Mean -> Some struct (e.Mean, (if e.HalfWidth.HasValue then e.HalfWidth.Value else 0.0))
        | _ -> None

    /// The legend's name for the bars, with what it lacks.
    let private label (bars: LossBars) =
        let missing =
            bars.Values |> Array.filter (estimate >> Option.isNone) |> Array.length

        if missing = bars.Values.Length then
            $"{bars.Loss} (no finite value)"
        elif missing > 0 then
            $"{bars.Loss} (no finite value in {missing} of {bars.Values.Length} classes)"
        else
            bars.Loss

    /// Bars so wide, the bar of class c at c + offset.
    let private draw (plot: Plot) (losses: string list) (offset: double) (size: double) (bars: LossBars) =
        let style = LossStyle.find losses bars.Loss

        let known =
            bars.Values
            |> Array.indexed
            |> Array.choose (fun (index, values) ->
                estimate values
                |> Option.map (fun struct (mean, half) -> struct (double index + offset, mean, half)))

        let bar position value =
            Bar(Position = position, Value = value, Size = size, FillColor = style.Color, LineWidth = 0f)

        // The legend takes its colour from a bar: one of no height when there is none to show.
        let shown =
            if known.Length = 0 then
                [| bar offset 0.0 |]
            else
                known |> Array.map (fun struct (position, mean, _) -> bar position mean)

        let drawn = plot.Add.Bars shown

        if known |> Array.exists (fun struct (_, _, half) -> half > 0.0) then
            let errors =
                plot.Add.ErrorBar(
                    known |> Array.map (fun struct (position, _, _) -> position),
                    known |> Array.map (fun struct (_, mean, _) -> mean),
                    known |> Array.map (fun struct (_, _, half) -> half)
                )

            // To be seen on the bar as well as above it.
            errors.Color <- Color.FromHex(if style.Color = Colors.Black then "#999999" else "#333333")
            errors.CapSize <- if bars.Values.Length <= mostClasses then 2f else 0f

        drawn

    /// From zero to the end of the longest bar.
    let private range (bars: LossBars list) =
        let ends =
            [|
                for loss in bars do
                    for values in loss.Values do
                        match estimate values with
                        | Some struct (mean, half) ->
                            mean - half
                            mean + half
                        | None -> ()
            |]

        if ends.Length = 0 then
            None
        else
            let low, high = Array.min ends, max 0.0 (Array.max ends)
            // An interval may reach below zero where no value can: the axis does not follow it.
            let bottom =
                if
                    bars
                    |> List.exists (fun loss -> loss.Values |> Array.exists (Array.exists (fun v -> v < 0.0)))
                then
                    low
                else
                    0.0

            Some(AxisScale.linear [| bottom; (if high > bottom then high else bottom + 1.0) |])

    /// Names below their bars where all fit side by side, else numbers.
    let private classAxis (width: int) (classes: string[]) : AxisScale =
        let numbered = AxisScale.counts -0.6 (double classes.Length - 0.4)
        let room = float32 (width - besideBars) / float32 classes.Length - betweenNames
        let widths = classes |> Array.map (FigureFont.width Canvas.textSize)

        if
            classes.Length <= mostClasses
            && widths
               |> Array.pairwise
               |> Array.forall (fun (left, right) -> (left + right) / 2f <= room)
        then
            { numbered with
                Ticks = NumericManual(Array.init classes.Length double, classes)
            }
        else
            numbered

    let private grouped (text: FigureText) losses (classes: string[]) (bars: LossBars list) y =
        let width = Canvas.page
        let plot = Canvas.create text width height
        Canvas.scale plot (classAxis width classes) y
        let size = 0.8 / double bars.Length

        bars
        |> List.iteri (fun i loss ->
            let offset = (double i - double (bars.Length - 1) / 2.0) * size
            let drawn = draw plot losses offset size loss
            drawn.LegendText <- Canvas.legendText width (label loss))

        Canvas.finishWithLegend text.Name width height plot

    let private panel (text: FigureText) losses (classes: string[]) y (bars: LossBars) =
        let width = Canvas.column

        let plot =
            Canvas.create
                { text with
                    Title = $"{text.Title}, {label bars}"
                }
                width
                panelHeight

        Canvas.scale plot (classAxis width classes) y

        draw plot losses 0.0 (if classes.Length <= mostClasses then 0.8 else 1.0) bars
        |> ignore

        Canvas.finish $"{text.Name}-{FigureName.find losses bars.Loss}" width panelHeight plot

    /// One figure with a group of bars for each class; a figure for each loss, all on the same axis, when these would be too many bars.
    /// `losses` are those of the study, in its order; `classes` are the names of the classes, in the order of the values.
    [<CompiledName("Draw")>]
    let figures (text: FigureText) (losses: string list) (classes: string[]) (bars: LossBars list) : Figure list =
        match range bars with
        | None ->
            let plot = Canvas.create text Canvas.page height
            Canvas.notice plot "no finite value"
            [ Canvas.finish text.Name Canvas.page height plot ]
        | Some y when classes.Length <= mostClasses && bars.Length <= LossStyle.distinct -> [ grouped text losses classes bars y ]
        | Some y -> bars |> List.map (panel text losses classes y)
