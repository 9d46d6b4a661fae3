namespace MetricPlugins.Core

open System
open ScottPlot

/// How the points of a class look.
module internal ClassColor =

    /// Of points without a class.
    let outlier = Color.FromHex "#999999"

    // Paul Tol's bright scheme, then the strongest of his vibrant and muted ones.
    let palette =
        [
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
        ]

    let private qualitative = palette |> List.map Color.FromHex

    /// Classes that a reader can tell apart by a legend.
    let few = palette.Length

    let private markers =
        [
            MarkerShape.FilledCircle
            MarkerShape.FilledSquare
            MarkerShape.FilledTriangleUp
            MarkerShape.FilledDiamond
        ]

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

            byte (Math.Round(255.0 * encoded))

        Color(
            channel (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            channel (-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            channel (-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
        )

    /// Of the class at this place among so many. Many classes take hues a golden angle apart, so that neighbours differ most, in three lightnesses.
    let find (count: int) (index: int) : Color * MarkerShape =
        if count <= few then
            qualitative[index], markers[index % markers.Length]
        else
            let hue = double index * 0.6180339887 % 1.0
            ofLightnessChromaHue (0.45 + 0.15 * double (index % 3)) 0.14 hue, MarkerShape.FilledCircle
