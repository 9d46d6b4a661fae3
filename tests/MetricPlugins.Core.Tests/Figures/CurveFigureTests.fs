module MetricPlugins.Core.Tests.CurveFigureTests

open System
open System.Globalization
open Xunit
open MetricPlugins.Core

let private losses = [ "contrastive"; "triplet margin=0.5"; "ccl" ]

let private text: FigureText =
    {
        Name = "loss"
        Title = "Loss over training"
        X = "epoch"
        Y = "mean loss"
    }

let private curves loss (runs: double list list) : LossCurves =
    {
        Loss = loss
        Xs = [| for i in 1 .. (runs |> List.map _.Length |> List.fold max 1) -> double i |]
        Runs = runs |> List.map List.toArray
    }

let private draw scale curves =
    CurveFigure.figure text scale losses curves

let private vermilion = "#D55E00"

[<Fact>]
let ``Title, axes and losses are named`` () =
    let seen =
        Svg.texts (draw Linear [ for loss in losses -> curves loss [ [ 2.0; 1.0 ] ] ])

    for expected in [ text.Title; text.X; text.Y ] @ losses do
        Assert.Contains(expected, seen)

[<Fact>]
let ``A loss keeps its colour when others are left out, and across figures`` () =
    let alone = draw Linear [ curves losses[1] [ [ 2.0; 1.0 ] ] ]

    let bars: LossBars =
        {
            Loss = losses[1]
            Values = [| [| 1.0 |] |]
        }

    let run: RunVariance =
        {
            Loss = losses[1]
            Intra = 0.1
            Inter = 0.9
        }

    Assert.NotEmpty(Svg.strokes vermilion alone)
    Assert.NotEmpty(Svg.fills vermilion (BarFigure.figures text losses [| "a" |] [ bars ] |> List.head))
    Assert.NotEmpty(Svg.fills vermilion (VarianceMap.figure text losses [ run ]))

[<Fact>]
let ``Twenty losses differ in colour or pattern`` () =
    let many = [ for i in 1..20 -> $"loss {i}" ]

    let look loss =
        CurveFigure.figure text Linear many [ curves loss [ [ for i in 1..30 -> double i ] ] ]
        |> fun figure ->
            [ "#0072B2"; vermilion; "#009E73"; "#CC79A7"; "#E69F00"; "#56B4E9"; "#000000" ]
            |> List.collect (fun color -> Svg.strokes color figure)
        |> List.filter (fun line -> Svg.attribute "stroke-width" line = "2")
        |> List.map (fun line -> Svg.attribute "stroke" line, Svg.attribute "stroke-dasharray" line)
        |> List.distinct
        |> List.exactlyOne

    Assert.Equal(20, many |> List.map look |> List.distinct |> List.length)

[<Fact>]
let ``Seeds make a band, one alone makes none`` () =
    let seeThrough figure =
        Svg.fills vermilion figure
        |> List.filter (fun area -> Svg.attribute "fill-opacity" area <> "")

    Assert.NotEmpty(seeThrough (draw Linear [ curves losses[1] [ [ 2.0; 1.0 ]; [ 3.0; 2.0 ] ] ]))
    Assert.Empty(seeThrough (draw Linear [ curves losses[1] [ [ 2.0; 1.0 ] ] ]))

[<Fact>]
let ``Where a seed has no value the line has a gap`` () =
    let lines run =
        Svg.strokes vermilion (draw Linear [ curves losses[1] [ run; [ 5.0; 4.0; 3.0; 2.0; 1.0 ] ] ])
        |> List.length

    Assert.Equal(lines [ 5.0; 4.0; 3.0; 2.0; 1.0 ] + 1, lines [ 5.0; 4.0; nan; 2.0; 1.0 ])

[<Fact>]
let ``Where a run ended early the line ends`` () =
    let epochs runs =
        Svg.texts (draw Linear [ curves losses[1] runs ])
        |> List.filter (fun label -> label = "9")

    Assert.NotEmpty(epochs [ [ for i in 1..9 -> 0.1 * double i ] ])
    Assert.Empty(epochs [ [ for i in 1..9 -> 0.1 * double i ]; [ 0.1; 0.2 ] ])

[<Theory>]
[<InlineData(Double.NaN)>]
[<InlineData(Double.PositiveInfinity)>]
let ``Without a finite value the figure says so`` (value: double) =
    for scale in [ Linear; Symlog ] do
        let figure = draw scale [ curves losses[0] [ [ value; value ] ] ]
        Assert.Contains("no finite value", Svg.texts figure)
        Assert.DoesNotContain("NaN", figure.Svg)

    let beside =
        draw Linear [ curves losses[0] [ [ value ] ]; curves losses[2] [ [ 1.0 ] ] ]

    Assert.Contains("contrastive (no finite value)", Svg.texts beside)
    Assert.DoesNotContain("NaN", beside.Svg)

[<Fact>]
let ``Symlog labels powers of ten over nine decades, with both signs and zero`` () =
    let wide =
        draw Symlog [ curves losses[0] [ [ for power in -6.0 .. 3.0 -> Math.Pow(10.0, power) ] ] ]

    let signed = draw Symlog [ curves losses[0] [ [ -100.0; -1.0; 0.0; 1.0; 100.0 ] ] ]

    Assert.InRange(
        Svg.texts wide
        |> List.filter (fun label ->
            [ "1e-5"; "1e-4"; "0.001"; "0.01"; "0.1"; "1"; "10"; "100"; "1000" ]
            |> List.contains label)
        |> List.length,
        4,
        9
    )

    Assert.Contains("1000", Svg.texts wide)
    Assert.Contains("1e-5", Svg.texts wide)

    for label in [ "-100"; "0"; "100" ] do
        Assert.Contains(label, Svg.texts signed)

[<Theory>]
[<InlineData(0.0)>]
[<InlineData(0.25)>]
[<InlineData(-3e-9)>]
[<InlineData(1e12)>]
let ``A constant is drawn, one point too`` (value: double) =
    for scale in [ Linear; Symlog ] do
        for run in [ [ value ]; [ value; value; value ] ] do
            let figure = draw scale [ curves losses[1] [ run ] ]
            Assert.NotEmpty(Svg.fills vermilion figure)
            Assert.DoesNotContain("no finite value", Svg.texts figure)

[<Fact>]
let ``Recall is labelled at its ranks`` () =
    let recall: LossCurves =
        {
            Loss = losses[0]
            Xs = [| 1.0; 10.0; 100.0 |]
            Runs = [ [| 0.5; 0.7; 0.9 |] ]
        }

    let seen = Svg.texts (CurveFigure.figureByRank text losses [ recall ])

    for rank in [ "1"; "10"; "100" ] do
        Assert.Contains(rank, seen)

[<Fact>]
let ``Long names are told in full, within the figure`` () =
    let long =
        "triplet margin=0.5, mining=semi-hard, distance=squared-euclidean, memory=1024"

    let figure =
        CurveFigure.figure
            { text with
                Title = "Mean loss of every epoch, " + long
            }
            Linear
            [ long ]
            [ curves long [ [ 2.0; 1.0 ] ] ]

    Assert.Contains(long, Svg.reading figure)
    Assert.Empty(Svg.cutOff figure)
    Assert.Empty(Svg.cutOff (CurveFigure.figure { text with Title = long } Linear [ "ccl" ] [ curves "ccl" [ [ 2.0; 1.0 ] ] ]))

[<Fact>]
let ``A loss that is not the study's is refused`` () =
    let refused =
        Assert.Throws<ArgumentException>(fun () -> draw Linear [ curves "arcface" [ [ 1.0 ] ] ] |> ignore)

    Assert.Contains("arcface", refused.Message)
    Assert.Contains("contrastive; triplet margin=0.5; ccl", refused.Message)

[<Fact>]
let ``The same data give the same bytes in any culture`` () =
    let drawn () =
        (draw Linear [ curves losses[0] [ [ 0.123; 0.05 ] ] ]).Svg

    let expected = drawn ()
    let culture = CultureInfo.CurrentCulture

    try
        let comma = CultureInfo.InvariantCulture.Clone() :?> CultureInfo
        comma.NumberFormat.NumberDecimalSeparator <- ","
        CultureInfo.CurrentCulture <- comma
        Assert.Equal(expected, drawn ())
    finally
        CultureInfo.CurrentCulture <- culture
