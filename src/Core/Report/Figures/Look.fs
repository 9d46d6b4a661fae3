namespace MetricPlugins.Core

open System

/// The shape of a point.
[<RequireQualifiedAccess>]
type Marker =
    | Circle
    | Square
    | TriangleUp
    | TriangleDown
    | Diamond

/// Colour, marker and dashes of a loss or a class, the same in every chart of a study, on the page and in print.
type Look =
    {
        /// As `#0072B2`. The page draws black in its text colour.
        Color: string
        Marker: Marker
        /// Alternating lengths of dashes and gaps in pixels; empty for solid lines and for classes.
        Dashes: int list
    }

module Look =

    // Okabe and Ito, "Color Universal Design" (2008), without yellow, which is too pale for a thin line on paper.
    let private lossColors =
        [|
            "#0072B2"
            "#D55E00"
            "#009E73"
            "#CC79A7"
            "#E69F00"
            "#56B4E9"
            "#000000"
        |]

    // Dashes are short enough to show in a legend's symbol. A dashed line's markers have corners: ScottPlot keeps the dashes for
    // them, and Skia complains on stderr about dashed circles and rectangles in SVG.
    let private lossShapes =
        [|
            [], Marker.Circle
            [ 7; 3 ], Marker.TriangleDown
            [ 2; 2 ], Marker.TriangleUp
            [ 8; 2; 2; 2 ], Marker.Diamond
        |]

    // Paul Tol's bright scheme, then the strongest of his vibrant and muted ones.
    let private classColors =
        [|
            "#4477AA"
            "#EE6677"
            "#228833"
            "#CCBB44"
            "#66CCEE"
            "#AA3377"
            "#000000"
            "#EE7733"
            "#009988"
            "#882255"
            "#999933"
            "#332288"
        |]

    let private classMarkers =
        [| Marker.Circle; Marker.Square; Marker.TriangleUp; Marker.Diamond |]

    /// Number of losses that differ in colour.
    let distinctLosses = lossColors.Length

    /// Most classes in a legend.
    let distinctClasses = classColors.Length

    /// The look of the loss at this index in its study. Consecutive losses differ in colour and in shape, so that they are distinct in
    /// black-and-white print too; seven and four are coprime, so 28 losses differ.
    let ofLoss (place: int) : Look =
        let dashes, marker = lossShapes[place % lossShapes.Length]

        {
            Color = lossColors[place % lossColors.Length]
            Marker = marker
            Dashes = dashes
        }

    let private point color marker =
        {
            Color = color
            Marker = marker
            Dashes = []
        }

    /// Ottosson's OKLCH (2020): equal steps look equal. Hue in turns.
    let private ofLightnessChromaHue (lightness: double) (chroma: double) (hue: double) =
        let a = chroma * cos (2.0 * Math.PI * hue)
        let b = chroma * sin (2.0 * Math.PI * hue)
        let cube x = x * x * x
        let l = cube (lightness + 0.3963377774 * a + 0.2158037573 * b)
        let m = cube (lightness - 0.1055613458 * a - 0.0638541728 * b)
        let s = cube (lightness - 0.0894841775 * a - 1.2914855480 * b)

        let channel linear =
            let clamped = Math.Clamp(linear, 0.0, 1.0)

            let encoded =
                if clamped <= 0.0031308 then
                    12.92 * clamped
                else
                    1.055 * Math.Pow(clamped, 1.0 / 2.4) - 0.055

            (byte (Math.Round(255.0 * encoded))).ToString "X2"

        let red = channel (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
        let green = channel (-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
        let blue = channel (-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
        $"#{red}{green}{blue}"

    /// The look of the class at index `place` of `count`. Many classes get hues a golden angle apart, so that consecutive ones differ
    /// most, in three lightnesses.
    let ofClass (count: int) (place: int) : Look =
        if count <= distinctClasses then
            point classColors[place] classMarkers[place % classMarkers.Length]
        else
            let hue = double place * 0.6180339887 % 1.0
            point (ofLightnessChromaHue (0.45 + 0.15 * double (place % 3)) 0.14 hue) Marker.Circle

    /// The look of points without a class.
    let outlier = point "#999999" Marker.Circle

    /// Colours of rising values in equal steps, between which a heat map interpolates: viridis (Smith and van der Walt, 2015).
    let heat =
        [
            "#440154"
            "#482878"
            "#3E4A89"
            "#31688E"
            "#26828E"
            "#1F9E89"
            "#35B779"
            "#6DCD59"
            "#B4DE2C"
            "#FDE725"
        ]
