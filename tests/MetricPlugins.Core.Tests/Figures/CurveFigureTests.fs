module MetricPlugins.Core.Tests.CurveFigureTests

open System
open System.Globalization
open ScottPlot
open ScottPlot.Plottables
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

let private vermilion = Color.FromHex "#D55E00"

let private lines figure = Drawn.plottables<Scatter> figure

[<Fact>]
let ``Title, axes and losses are named`` () =
    let figure = draw Linear [ for loss in losses -> curves loss [ [ 2.0; 1.0 ] ] ]

    Assert.Equal(text.Title, Drawn.title figure)
    Assert.Equal((text.X, text.Y), Drawn.axes figure)
    Assert.Equal<string list>(losses, Drawn.legend figure)

[<Fact>]
let ``A curve goes through the means of the seeds, within the axes`` () =
    let figure =
        draw Linear [ curves losses[0] [ [ 2.0; 1.0; 0.5 ]; [ 4.0; 2.0; 0.5 ] ] ]

    let line = lines figure |> List.exactlyOne
    Assert.Equal<(float * float) list>([ 1.0, 3.0; 2.0, 1.5; 3.0, 0.5 ], Drawn.points line)
    let limits = figure.Plot.Axes.GetLimits()

    Assert.True(
        limits.Left < 1.0
        && limits.Right > 3.0
        && limits.Bottom <= 0.5
        && limits.Top > 4.0
    )

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

    let bar =
        BarFigure.figures text losses [| "a" |] [ bars ]
        |> List.head
        |> Drawn.plottables<BarPlot>
        |> List.exactlyOne
        |> Drawn.bars
        |> List.exactlyOne

    let point =
        VarianceMap.figure text losses [ run ]
        |> Drawn.plottables<Markers>
        |> List.exactlyOne

    for color in [ (lines alone |> List.exactlyOne).Color; bar.FillColor; point.Color ] do
        Assert.Equal(vermilion, color)

[<Fact>]
let ``Twenty losses differ in colour or pattern, in the legend, too`` () =
    let many = [ for i in 1..20 -> $"loss {i}" ]

    let figure =
        CurveFigure.figure text Linear many [ for loss in many -> curves loss [ [ for i in 1..30 -> double i ] ] ]

    let drawn =
        lines figure
        |> List.map (fun line -> line.Color, List.ofArray line.LinePattern.Intervals)

    let named =
        Drawn.legendItems figure
        |> List.map (fun item -> item.LineColor, List.ofArray item.LinePattern.Intervals)

    Assert.Equal(20, drawn |> List.distinct |> List.length)
    Assert.Equal<(Color * float32 list) list>(drawn, named)
    Assert.Equal<string list>(many, Drawn.legend figure)
    Drawn.assertNothingIsCutOff figure

[<Fact>]
let ``Markers show the values of a few epochs, not of many`` () =
    let sizes count =
        lines (draw Linear [ for loss in losses -> curves loss [ [ for i in 1..count -> double i ] ] ])
        |> List.map _.MarkerSize

    Assert.DoesNotContain(0f, sizes 5)
    Assert.Equal<float32 list>([ 0f; 0f; 0f ], sizes 100)

[<Fact>]
let ``Seeds make a see-through band from the least to the greatest, one alone makes none`` () =
    let bands runs =
        Drawn.plottables<FillY>(draw Linear [ curves losses[1] runs ])

    let band = bands [ [ 2.0; 1.0 ]; [ 3.0; 2.0 ] ] |> List.exactlyOne
    Assert.Equal(vermilion.WithAlpha band.FillColor.Alpha, band.FillColor)
    Assert.InRange(band.FillColor.Alpha, 1uy, 100uy)
    let limits = band.GetAxisLimits()
    Assert.Equal((1.0, 2.0, 1.0, 3.0), (limits.Left, limits.Right, limits.Bottom, limits.Top))
    Assert.Empty(bands [ [ 2.0; 1.0 ] ])

[<Fact>]
let ``Where a seed has no value the line has a gap`` () =
    let xs run =
        lines (draw Linear [ curves losses[1] [ run; [ 5.0; 4.0; 3.0; 2.0; 1.0 ] ] ])
        |> List.map (Drawn.points >> List.map fst)

    Assert.Equal<float list list>([ [ 1.0; 2.0; 3.0; 4.0; 5.0 ] ], xs [ 5.0; 4.0; 3.0; 2.0; 1.0 ])
    Assert.Equal<float list list>([ [ 1.0; 2.0 ]; [ 4.0; 5.0 ] ], xs [ 5.0; 4.0; nan; 2.0; 1.0 ])

[<Fact>]
let ``A line with a gap is named once`` () =
    let figure = draw Linear [ curves losses[1] [ [ 5.0; nan; 3.0 ] ] ]
    Assert.Equal<string list>([ losses[1] ], Drawn.legend figure)

[<Fact>]
let ``Where a run ended early the line ends, and the axis`` () =
    let drawn runs =
        let figure = draw Linear [ curves losses[1] runs ]
        (lines figure |> List.exactlyOne |> Drawn.points).Length, List.last (Drawn.columns figure)

    Assert.Equal((9, "9"), drawn [ [ for i in 1..9 -> 0.1 * double i ] ])
    Assert.Equal((2, "2"), drawn [ [ for i in 1..9 -> 0.1 * double i ]; [ 0.1; 0.2 ] ])

[<Fact>]
let ``Epochs are whole numbers, as many as fit`` () =
    for epochs in [ 1; 2; 3; 20; 100; 1000 ] do
        let labels =
            Drawn.columns (draw Linear [ curves losses[0] [ [ for i in 1..epochs -> double i ] ] ])

        Assert.InRange(labels.Length, 1, 25)
        Assert.All(labels, (fun label -> Assert.True(fst (Int32.TryParse label), label)))

[<Theory>]
[<InlineData(Double.NaN)>]
[<InlineData(Double.PositiveInfinity)>]
let ``Without a finite value the figure says so`` (value: double) =
    for scale in [ Linear; Symlog ] do
        let figure = draw scale [ curves losses[0] [ [ value; value ] ] ]
        Assert.Equal<string list>([ "no finite value" ], Drawn.notices figure)
        Assert.DoesNotContain("NaN", figure.Svg)

    let beside =
        draw Linear [ curves losses[0] [ [ value ] ]; curves losses[2] [ [ 1.0 ] ] ]

    Assert.Equal<string list>([ "contrastive (no finite value)"; "ccl" ], Drawn.legend beside)
    Assert.DoesNotContain("NaN", beside.Svg)

[<Fact>]
let ``Symlog labels powers of ten over nine decades, with both signs and zero`` () =
    let wide =
        draw Symlog [ curves losses[0] [ [ for power in -6.0 .. 3.0 -> Math.Pow(10.0, power) ] ] ]
        |> Drawn.rows

    let signed =
        draw Symlog [ curves losses[0] [ [ -100.0; -1.0; 0.0; 1.0; 100.0 ] ] ]
        |> Drawn.rows

    Assert.InRange(
        wide
        |> List.filter (fun label ->
            [ "1e-5"; "1e-4"; "0.001"; "0.01"; "0.1"; "1"; "10"; "100"; "1000" ]
            |> List.contains label)
        |> List.length,
        4,
        9
    )

    Assert.Contains("1000", wide)
    Assert.Contains("1e-5", wide)

    for label in [ "-100"; "0"; "100" ] do
        Assert.Contains(label, signed)

[<Fact>]
let ``Symlog gives every decade the same length`` () =
    let points =
        draw Symlog [ curves losses[0] [ [ 1000.0; 100.0; 10.0; 1.0 ] ] ]
        |> lines
        |> List.exactlyOne
        |> Drawn.points
        |> List.map snd

    for higher, lower in List.pairwise points do
        Assert.Equal(1.0, higher - lower, 9)

[<Theory>]
[<InlineData(0.0)>]
[<InlineData(0.25)>]
[<InlineData(-3e-9)>]
[<InlineData(1e12)>]
let ``A constant is drawn, one point too`` (value: double) =
    for scale in [ Linear; Symlog ] do
        for run in [ [ value ]; [ value; value; value ] ] do
            let figure = draw scale [ curves losses[1] [ run ] ]
            let line = lines figure |> List.exactlyOne
            Assert.Equal(run.Length, (Drawn.points line).Length)
            Assert.NotEqual(0f, line.MarkerSize)
            Assert.Equal(vermilion, line.MarkerFillColor)
            Assert.Empty(Drawn.notices figure)

            let limits = figure.Plot.Axes.GetLimits()
            Assert.InRange(Drawn.points line |> List.head |> snd, limits.Bottom, limits.Top)

[<Fact>]
let ``Recall is labelled at its ranks`` () =
    let recall: LossCurves =
        {
            Loss = losses[0]
            Xs = [| 1.0; 10.0; 100.0 |]
            Runs = [ [| 0.5; 0.7; 0.9 |] ]
        }

    Assert.Equal<string list>([ "1"; "10"; "100" ], Drawn.columns (CurveFigure.figureByRank text losses [ recall ]))

[<Fact>]
let ``Long names are told in full, within the figure`` () =
    let long =
        "triplet margin=0.5, mining=semi-hard, distance=squared-euclidean, memory=1024"

    let titled =
        { text with
            Title = "Mean loss of every epoch, " + long
        }

    let figure =
        CurveFigure.figure titled Linear [ long ] [ curves long [ [ 2.0; 1.0 ] ] ]

    Assert.Equal(titled.Title, Drawn.title figure)
    Assert.Equal<string list>([ long ], Drawn.legend figure)
    Drawn.assertNothingIsCutOff figure
    Drawn.assertNothingIsCutOff (CurveFigure.figure { text with Title = long } Linear [ "ccl" ] [ curves "ccl" [ [ 2.0; 1.0 ] ] ])

[<Fact>]
let ``A word longer than the figure is broken`` () =
    let path = "path=" + String.replicate 20 "somewhere/"

    let figure =
        CurveFigure.figure { text with Title = path } Linear [ path ] [ curves path [ [ 2.0; 1.0 ] ] ]

    Assert.Equal<string list>([ path ], Drawn.legend figure |> List.map _.Replace(" ", ""))
    Drawn.assertNothingIsCutOff figure

[<Fact>]
let ``A loss that is not the study's is refused`` () =
    let refused =
        Assert.Throws<ArgumentException>(fun () -> draw Linear [ curves "arcface" [ [ 1.0 ] ] ] |> ignore)

    Assert.Contains("arcface", refused.Message)
    Assert.Contains("contrastive; triplet margin=0.5; ccl", refused.Message)

[<Fact>]
let ``The same data give the same bytes in any culture`` () =
    let drawn () =
        let figure = draw Linear [ curves losses[0] [ [ 0.123; 0.05 ] ] ]
        figure.Svg, figure.Png

    let expected = drawn ()
    let culture = CultureInfo.CurrentCulture

    try
        let comma = CultureInfo.InvariantCulture.Clone() :?> CultureInfo
        comma.NumberFormat.NumberDecimalSeparator <- ","
        CultureInfo.CurrentCulture <- comma
        Assert.Equal(expected, drawn ())
    finally
        CultureInfo.CurrentCulture <- culture
