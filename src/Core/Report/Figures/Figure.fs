namespace MetricPlugins.Core

open System
open System.Text.RegularExpressions
open ScottPlot

/// What ScottPlot's SVG lacks.
module private Svg =

    // Skia counts these through the whole process.
    let private clips = Regex "(?<=<clipPath id=\"|\"url\\(#)cl_[0-9a-f]+"

    /// The same plot is the same text.
    let private numberClips (svg: string) =
        let known = clips.Matches svg |> Seq.map _.Value |> Seq.distinct |> Seq.toArray
        clips.Replace(svg, (fun clip -> $"clip-{1 + Array.IndexOf(known, clip.Value)}"))

    let finish (svg: string) =
        numberClips(svg)
            .Replace($"font-family=\"{FigureFont.typeface().FamilyName}\"", $"font-family=\"{FigureFont.families}\"")
            // Cells of a heat map are areas, not samples to interpolate between.
            .Replace("<image ", "<image image-rendering=\"pixelated\" ")

/// A plot, and the size that it is made for.
type Figure =
    {
        /// Names its files, without a suffix.
        Name: string
        /// In pixels. A figure of 440 fits a column of print, its text then about as large as a footnote's.
        Width: int
        Height: int
        Plot: Plot
    }

    /// A whole document.
    member figure.Svg: string =
        figure.Plot.GetSvgXml(figure.Width, figure.Height) |> Svg.finish

    /// The same at twice the size.
    member figure.Png: byte[] =
        figure.Plot.ScaleFactor <- 2.0

        try
            figure.Plot.GetImageBytes(2 * figure.Width, 2 * figure.Height, ImageFormat.Png)
        finally
            figure.Plot.ScaleFactor <- 1.0

/// Names of files, from what a study calls its parts.
module internal FigureName =

    let private longest = 80

    let private safe (text: string) =
        let letters =
            text
            |> String.map (fun c ->
                if Char.IsAsciiLetterOrDigit c || c = '.' || c = '_' then
                    Char.ToLowerInvariant c
                else
                    '-')

        letters.Substring(0, min longest letters.Length).Trim('.', '-')

    /// One each: `triplet:margin=0.5` is called triplet-margin-0.5. Where that is no longer one's own, or nothing, its place follows.
    let ofAll (texts: string list) : string list =
        let names = texts |> List.map safe
        let known = names |> List.countBy id |> Map.ofList

        names
        |> List.mapi (fun place name ->
            match name with
            | "" -> string (place + 1)
            | _ when known[name] > 1 -> $"{name}-{place + 1}"
            | _ -> name)

    /// Of one among all.
    let find (texts: string list) (text: string) : string =
        (ofAll texts)[texts |> List.findIndex ((=) text)]

/// What a figure says about itself.
type FigureText =
    {
        /// Names its file, without a suffix.
        Name: string
        Title: string
        /// What the axes measure, with the unit or the distance.
        X: string
        Y: string
    }
