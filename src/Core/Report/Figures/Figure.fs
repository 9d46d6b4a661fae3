namespace MetricPlugins.Core

open System
open System.Reflection
open System.Text.RegularExpressions
open ScottPlot
open SkiaSharp

/// The font of all figures, embedded in this library, because systems may lack fonts and text must measure the same everywhere.
module internal FigureFont =

    let private resource = "Arimo-Regular.ttf"

    let private load () =
        use file =
            Assembly.GetExecutingAssembly().GetManifestResourceStream resource |> nonNull

        SKTypeface.FromStream file

    let private loaded = lazy load ()

    let typeface () = loaded.Value

    /// Font families in an SVG file: Arimo, then fonts of the same widths, then any sans-serif.
    let families = "Arimo, 'Liberation Sans', Arial, Helvetica, sans-serif"

    /// Width of a line of text in pixels.
    let width (size: float32) (line: string) : float32 =
        use font = new SKFont(typeface (), size)
        font.MeasureText line

    /// Line spacing in pixels.
    let lineHeight (size: float32) : float32 =
        use font = new SKFont(typeface (), size)
        font.Spacing

    /// Breaks text into lines of limited width, at spaces, and within words longer than a line.
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

/// Corrects ScottPlot's SVG.
module private Svg =

    // Skia numbers these across the whole process.
    let private clips = Regex "(?<=<clipPath id=\"|\"url\\(#)cl_[0-9a-f]+"

    /// Makes the text of equal plots equal.
    let private numberClips (svg: string) =
        let known = clips.Matches svg |> Seq.map _.Value |> Seq.distinct |> Seq.toArray
        clips.Replace(svg, (fun clip -> $"clip-{1 + Array.IndexOf(known, clip.Value)}"))

    let finish (svg: string) =
        numberClips(svg)
            .Replace($"font-family=\"{FigureFont.typeface().FamilyName}\"", $"font-family=\"{FigureFont.families}\"")
            // Cells of a heat map are areas, not samples to interpolate between.
            .Replace("<image ", "<image image-rendering=\"pixelated\" ")

/// A plot and its size.
type Figure =
    {
        /// File name without a suffix.
        Name: string
        /// In pixels. A width of 440 fits a column of print, with text about the size of a footnote.
        Width: int
        Height: int
        Plot: Plot
    }

    /// A complete SVG document.
    member figure.Svg: string =
        figure.Plot.GetSvgXml(figure.Width, figure.Height) |> Svg.finish

    /// PNG at twice the size.
    member figure.Png: byte[] =
        figure.Plot.ScaleFactor <- 2.0

        try
            figure.Plot.GetImageBytes(2 * figure.Width, 2 * figure.Height, ImageFormat.Png)
        finally
            figure.Plot.ScaleFactor <- 1.0

/// File names from the names of a study's parts.
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

    /// A file name for each: `triplet:margin=0.5` becomes triplet-margin-0.5. Duplicate or empty names are made unique by their index.
    let ofAll (texts: string list) : string list =
        let names = texts |> List.map safe
        let known = names |> List.countBy id |> Map.ofList

        names
        |> List.mapi (fun place name ->
            match name with
            | "" -> string (place + 1)
            | _ when known[name] > 1 -> $"{name}-{place + 1}"
            | _ -> name)

    /// The file name of one of them.
    let find (texts: string list) (text: string) : string =
        (ofAll texts)[texts |> List.findIndex ((=) text)]
