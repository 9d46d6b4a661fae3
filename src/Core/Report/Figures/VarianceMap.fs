namespace MetricPlugins.Core

open System

/// The geometry one run left.
type RunVariance =
    {
        Loss: string
        /// Mean over the classes.
        Intra: double
        /// Mean over the pairs of classes.
        Inter: double
    }

/// Spread within classes against spread between them: a point a run.
module VarianceMap =

    let private height = 320

    /// `losses` are those of the study, in its order.
    [<CompiledName("Draw")>]
    let figure (text: FigureText) (losses: string list) (runs: RunVariance list) : Figure =
        let width = Canvas.column
        let plot = Canvas.create text width height

        let isDrawn run =
            Double.IsFinite run.Intra && Double.IsFinite run.Inter

        match runs |> List.filter isDrawn |> List.toArray with
        | [||] ->
            Canvas.notice plot "no finite value"
            Canvas.finish text.Name width height plot
        | drawn ->
            Canvas.scale plot (drawn |> Array.map _.Intra |> AxisScale.linear) (drawn |> Array.map _.Inter |> AxisScale.linear)

            for loss, ofLoss in runs |> List.groupBy _.Loss do
                let style = LossStyle.find losses loss
                let drawn = ofLoss |> List.filter isDrawn |> List.toArray
                let missing = ofLoss.Length - drawn.Length

                let points =
                    plot.Add.Markers(drawn |> Array.map _.Intra, drawn |> Array.map _.Inter, style.Marker, 9f, style.Color)

                points.LegendText <-
                    Canvas.legendText
                        width
                        (if missing = 0 then
                             loss
                         else
                             $"{loss} (no finite value in {missing} of {ofLoss.Length} runs)")

            Canvas.finishWithLegend text.Name width height plot
