namespace MetricPlugins.Core

open System
open System.Reflection
open System.Text.RegularExpressions
open ScottPlot
open SkiaSharp

/// The font of all figures. It travels with this library: a system may have none, and text then measures the same everywhere.
module internal FigureFont =

    let private resource = "Arimo-Regular.ttf"

    let private load () =
        use file =
            Assembly.GetExecutingAssembly().GetManifestResourceStream resource |> nonNull

        SKTypeface.FromStream file

    let private loaded = lazy load ()

    let typeface () = loaded.Value

    /// For an SVG file, which names its fonts: Arimo, else one of the same widths, else any without serifs.
    let families = "Arimo, 'Liberation Sans', Arial, Helvetica, sans-serif"

    /// Pixels that a line of text takes.
    let width (size: float32) (line: string) : float32 =
        use font = new SKFont(typeface (), size)
        font.MeasureText line

    /// Pixels from one line to the next.
    let lineHeight (size: float32) : float32 =
        use font = new SKFont(typeface (), size)
        font.Spacing

    /// Lines of at most so many pixels, broken at spaces, and within a word that is longer than a line.
    let wrap (size: float32) (pixels: float32) (text: string) : string =
        use font = new SKFont(typeface (), size)
        let fits (line: string) = font.MeasureText line <= pixels

        let rec pieces (word: string) =
            if fits word then
                [ word ]
            else
                let length = max 1 (font.BreakText(word, pixels))
                word.Substring(0, length) :: pieces (word.Substring length)

        (([], ""), text.Split ' ' |> Seq.collect pieces)
        ||> Seq.fold (fun (lines, line) word ->
            let longer = if line = "" then word else $"{line} {word}"
            if fits longer then lines, longer else line :: lines, word)
        |> fun (lines, line) -> String.Join('\n', List.rev (line :: lines))

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
