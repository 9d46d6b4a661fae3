module MetricPlugins.Core.Tests.ClassFigureTests

open System
open Xunit
open MetricPlugins.Core

let private losses = [ "contrastive"; "triplet" ]

let private text: FigureText =
    {
        Name = "intra"
        Title = "Spread within each class"
        X = "class"
        Y = "intra variance (cosine)"
    }

let private bars loss classes value : LossBars =
    {
        Loss = loss
        Values = Array.init classes (fun label -> [| for seed in 0..2 -> value label + 0.01 * double seed |])
    }

let private names count =
    Array.init count (fun label -> $"c{label}")

[<Fact>]
let ``Bars of a few classes stand in one figure, with names and the interval of the seeds`` () =
    let figure =
        BarFigure.figures text losses (names 10) [ for loss in losses -> bars loss 10 (fun _ -> 0.2) ]
        |> List.exactlyOne

    for expected in losses @ [ "c0"; "c9"; text.X; text.Y ] do
        Assert.Contains(expected, Svg.texts figure)

    // Ten bars and one in the legend.
    Assert.Equal(11, Svg.fills "#0072B2" figure |> List.length)
    Assert.NotEmpty(Svg.strokes "#333333" figure @ Svg.strokes "#333" figure)

[<Fact>]
let ``One seed has no interval`` () =
    let one: LossBars =
        {
            Loss = "triplet"
            Values = [| [| 0.1 |]; [| 0.2 |] |]
        }

    let figure = BarFigure.figures text losses (names 2) [ one ] |> List.exactlyOne
    Assert.Empty(Svg.strokes "#333333" figure @ Svg.strokes "#333" figure)

[<Fact>]
let ``Of many classes each loss has a figure, on the same axis`` () =
    let figures =
        BarFigure.figures text losses (names 200) [ bars "contrastive" 200 (fun _ -> 0.1); bars "triplet" 200 (fun _ -> 0.9) ]

    Assert.Equal<string list>([ "intra-contrastive"; "intra-triplet" ], figures |> List.map _.Name)

    let labels figure =
        Svg.texts figure |> List.filter (fun label -> not (List.contains label losses))

    Assert.Equal<string list>(labels figures[0], labels figures[1])
    Assert.Contains("triplet", Svg.texts figures[1])

[<Fact>]
let ``Classes without a value are counted`` () =
    let figure =
        BarFigure.figures
            text
            losses
            (names 4)
            [
                bars "contrastive" 4 (fun label -> if label = 1 then nan else 0.1)
                bars "triplet" 4 (fun _ -> nan)
            ]
        |> List.exactlyOne

    Assert.Contains("contrastive (no finite value in 1 of 4 classes)", Svg.reading figure)
    Assert.Contains("triplet (no finite value)", Svg.reading figure)
    Assert.DoesNotContain("NaN", figure.Svg)

[<Fact>]
let ``Without a finite value all figures say so`` () =
    let barFigure =
        BarFigure.figures text losses (names 2) [ bars "triplet" 2 (fun _ -> nan) ]
        |> List.exactlyOne

    let map =
        VarianceMap.figure
            text
            losses
            [
                {
                    Loss = "triplet"
                    Intra = nan
                    Inter = 1.0
                }
            ]

    let distances = DistanceMap.figure text 1.0 (names 2) (Array2D.create 2 2 nan)

    for figure in [ barFigure; map; distances ] do
        Assert.Contains("no finite value", Svg.texts figure)
        Assert.DoesNotContain("NaN", figure.Svg)

[<Fact>]
let ``The variance map shows a point a run and counts those without`` () =
    let run intra : RunVariance =
        {
            Loss = "triplet"
            Intra = intra
            Inter = 0.9
        }

    let figure = VarianceMap.figure text losses [ run 0.1; run 0.2; run nan ]

    Assert.Contains("triplet (no finite value in 1 of 3 runs)", Svg.reading figure)
    Assert.NotEmpty(Svg.fills "#D55E00" figure)

[<Fact>]
let ``The distance map names its classes and its distance`` () =
    let map count =
        DistanceMap.figure
            { text with Y = "cosine distance" }
            400.0
            (names count)
            (Array2D.init count count (fun a b -> if a = b then nan else double (a + b)))

    let few = Svg.texts (map 10)

    for expected in [ "c3 3"; "9"; "cosine distance" ] do
        Assert.Contains(expected, few)

    let many = map 200
    Assert.InRange(Svg.texts many |> List.length, 10, 50)
    Assert.Empty(Svg.cutOff many)

[<Fact>]
let ``A long title of a distance map is broken, not cut off`` () =
    let titled =
        { text with
            Title = "contrastive pairs=balanced, margin=1.0, mnist, convnet"
        }

    let map = DistanceMap.figure titled 1.0 (names 2) (Array2D.create 2 2 0.5)
    Assert.Contains("contrastive pairs=balanced, margin=1.0", Svg.reading map)
    Assert.Empty(Svg.cutOff map)

[<Fact>]
let ``Distances of other classes are refused`` () =
    let refused =
        Assert.Throws<ArgumentException>(fun () -> DistanceMap.figure text 1.0 (names 3) (Array2D.zeroCreate 2 3) |> ignore)

    Assert.Contains("3; got 2 × 3", refused.Message)
