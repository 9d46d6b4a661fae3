namespace MetricPlugins.Core

open ScottPlot

/// How a loss looks, the same in every figure of a study.
type internal LossStyle =
    {
        Color: Color
        Pattern: LinePattern
        Marker: MarkerShape
    }

module internal LossStyle =

    // Okabe and Ito, "Color Universal Design" (2008), without yellow, which is too pale for a thin line on paper.
    let palette =
        [ "#0072B2"; "#D55E00"; "#009E73"; "#CC79A7"; "#E69F00"; "#56B4E9"; "#000000" ]

    let private colors = palette |> List.map Color.FromHex

    // In pixels, short enough to be seen in a legend's symbol. A dashed line's markers have corners: ScottPlot keeps the dashes for them,
    // and Skia complains on stderr about dashed circles and rectangles in SVG.
    let private shapes =
        [
            LinePattern.Solid, MarkerShape.FilledCircle
            LinePattern([| 7f; 3f |], 0f, "Dashes"), MarkerShape.FilledTriangleDown
            LinePattern([| 2f; 2f |], 0f, "Dots"), MarkerShape.FilledTriangleUp
            LinePattern([| 8f; 2f; 2f; 2f |], 0f, "Dashes and dots"), MarkerShape.FilledDiamond
        ]

    /// Losses that colour alone tells apart.
    let distinct = colors.Length

    /// Of a loss among those of its study, in the study's order. Neighbours differ in colour and in shape, so that paper without colour tells them
    /// apart, too; since seven and four have no common divisor, 28 losses differ.
    let find (losses: string list) (loss: string) : LossStyle =
        match losses |> List.tryFindIndex ((=) loss) with
        | None ->
            let known = String.concat "; " losses
            invalidArg (nameof loss) $"The losses of a figure are among its study's. No loss is called \"{loss}\" there: {known}."
        | Some index ->
            let pattern, marker = shapes[index % shapes.Length]

            {
                Color = colors[index % colors.Length]
                Pattern = pattern
                Marker = marker
            }
