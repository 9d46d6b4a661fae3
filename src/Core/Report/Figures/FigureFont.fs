namespace MetricPlugins.Core

open System
open System.Reflection
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
