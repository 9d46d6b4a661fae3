/// Figures as the files they become.
module MetricPlugins.Core.Tests.PictureTests

open System
open System.IO
open System.Runtime.InteropServices
open System.Xml.Linq
open ScottPlot
open SkiaSharp
open Xunit
open MetricPlugins.Core

/// A picture of each kind, with letters beyond ASCII.
let private figures () =
    let all =
        [ for loss in 0..27 -> Drawn.series loss $"loss {loss}" [ 3.0; 2.0; 1.0 ] ]

    let banded =
        [
            for series in all ->
                { series with
                    Low = [| 2.5; 1.5; 0.5 |]
                    High = [| 3.5; 2.5; 1.5 |]
                }
        ]

    [
        Drawn.curves banded
        { Drawn.curves banded with
            Y =
                [
                    ChartAxis.powers "loss" [| 3.0; 1.0 |] [||]
                    ChartAxis.powers "loss" [| 3.0; 0.0 |] [||]
                ]
        }
        Drawn.bars2 [ List.head banded ]
        Drawn.points all
        Drawn.cells [| "a"; "b" |]
    ]
    |> List.collect (fun chart ->
        ChartFigure.figures
            "picture"
            "μ"
            { chart with
                Title = "Spread ± “μ” − σ"
            })
    |> List.append (ScatterFigure.figures "pca" (ScatterFigureTests.place [ ScatterFigureTests.panel "Spread ± “μ” − σ" [ 0L .. 11L ] ]))

[<Fact>]
let ``SVG is a document of the figure's size, PNG a picture of twice that`` () =
    for figure in figures () do
        let root = XDocument.Parse(figure.Svg).Root |> nonNull

        let attribute name =
            root.Attribute(XName.Get name) |> nonNull |> _.Value

        Assert.Equal("svg", root.Name.LocalName)
        Assert.Equal((string figure.Width, string figure.Height), (attribute "width", attribute "height"))

        use picture = SKBitmap.Decode figure.Png
        Assert.Equal((2 * figure.Width, 2 * figure.Height), (picture.Width, picture.Height))

/// Pixels that are not the background's.
let private inked (picture: SKBitmap) (area: PixelRect) =
    seq {
        for x in int area.Left .. int area.Right do
            for y in int area.Top .. int area.Bottom do
                if picture.GetPixel(x, y) <> SKColors.White then
                    x, y
    }

[<Fact>]
let ``Text is drawn`` () =
    for figure in figures () do
        use picture = SKBitmap.Decode figure.Png

        if Drawn.title figure <> "" then
            let place = figure.Plot.Axes.Title.Label.LastRenderPixelRect

            let twice =
                PixelRect(2f * place.Left, 2f * place.Right, 2f * place.Bottom, 2f * place.Top)

            Assert.InRange(inked picture twice |> Seq.length, 200, int (twice.Width * twice.Height) / 2)

[<Fact>]
let ``The font travels along, with every letter that figures use`` () =
    let typeface = FigureFont.typeface ()

    for letter in "AZaz09.,:;()[]{}=+-_/@%±×·−–—…“”‘’≤≥≈∞√∑²³αβγδεθλμπρστφχψωΔΣΩäöüßéèñçøåłžĐЖя" do
        Assert.True(typeface.ContainsGlyph(int letter), string letter)

    for figure in figures () do
        let fonts =
            XDocument.Parse(figure.Svg).Descendants()
            |> Seq.choose (fun element -> element.Attribute(XName.Get "font-family") |> Option.ofObj)
            |> Seq.map _.Value
            |> Seq.distinct

        // A system without it has one of the same widths or at least some.
        Assert.Equal("Arimo, 'Liberation Sans', Arial, Helvetica, sans-serif", Seq.exactlyOne fonts)

[<Fact>]
let ``A PNG leaves the figure as it was`` () =
    let figure = List.head (figures ())
    let before = figure.Svg
    figure.Png |> ignore
    Assert.Equal(before, figure.Svg)

module private Native =
    [<DllImport("libc", SetLastError = true)>]
    extern int dup(int file)

    [<DllImport("libc", SetLastError = true)>]
    extern int dup2(int from, int file)

    [<DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi)>]
    extern int creat(string path, int mode)

    [<DllImport("libc", SetLastError = true)>]
    extern int close(int file)

/// What native code writes to stderr meanwhile.
let private saidOnStderr (action: unit -> unit) =
    let path = Path.GetTempFileName()
    let before = Native.dup 2
    let file = Native.creat (path, 0o600)
    Assert.True(before >= 0 && file >= 0)

    try
        Assert.Equal(2, Native.dup2 (file, 2))

        try
            action ()
        finally
            Native.dup2 (before, 2) |> ignore

        File.ReadAllText path
    finally
        Native.close file |> ignore
        Native.close before |> ignore
        File.Delete path

/// Alone: stderr is the process's.
[<CollectionDefinition("stderr", DisableParallelization = true)>]
type StderrCollection() = class end

[<Collection("stderr")>]
type StderrTests() =

    [<Fact>]
    member _.``Drawing writes nothing to stderr``() =
        if not (OperatingSystem.IsWindows()) then
            let said =
                saidOnStderr (fun () ->
                    for figure in figures () do
                        figure.Svg |> ignore
                        figure.Png |> ignore)

            Assert.Equal("", said)
