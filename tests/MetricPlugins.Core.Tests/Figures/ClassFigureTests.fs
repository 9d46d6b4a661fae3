module MetricPlugins.Core.Tests.ClassFigureTests

open System
open ScottPlot
open ScottPlot.Plottables
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

let private barsOf figure =
    Drawn.plottables<BarPlot> figure |> List.map Drawn.bars

let private intervals figure = Drawn.plottables<ErrorBar> figure

[<Fact>]
let ``Bars of a few classes stand in one figure, with names and the interval of the seeds`` () =
    let figure =
        BarFigure.figures text losses (names 10) [ for loss in losses -> bars loss 10 (fun _ -> 0.2) ]
        |> List.exactlyOne

    Assert.Equal(text.Title, Drawn.title figure)
    Assert.Equal((text.X, text.Y), Drawn.axes figure)
    Assert.Equal<string list>(losses, Drawn.legend figure)
    Assert.Equal<string list>(List.ofArray (names 10), Drawn.columns figure)

    let first, second = (barsOf figure)[0], (barsOf figure)[1]
    Assert.Equal(10, first.Length)
    Assert.All(first, (fun bar -> Assert.Equal((Color.FromHex "#0072B2", 0.21), (bar.FillColor, Math.Round(bar.Value, 9)))))
    // Side by side.
    Assert.Equal(first[0].Position + first[0].Size, second[0].Position, 9)

    let interval = (intervals figure)[0]
    Assert.Equal(10, interval.Xs.Count)
    // t(0.975; 2) · s / √3 of 0.2, 0.21, 0.22.
    Assert.Equal(4.30265 * 0.01 / sqrt 3.0, (nonNull interval.YErrorPositive)[0], 5)
    Drawn.assertNothingIsCutOff figure

[<Fact>]
let ``One seed has no interval`` () =
    let one: LossBars =
        {
            Loss = "triplet"
            Values = [| [| 0.1 |]; [| 0.2 |] |]
        }

    let figure = BarFigure.figures text losses (names 2) [ one ] |> List.exactlyOne
    Assert.Equal<float list>([ 0.1; 0.2 ], (barsOf figure |> List.exactlyOne) |> List.map _.Value)
    Assert.Empty(intervals figure)

[<Fact>]
let ``Names that do not fit below their bars are numbers`` () =
    let columns name =
        BarFigure.figures text losses (Array.init 10 name) [ bars "triplet" 10 (fun _ -> 0.2) ]
        |> List.exactlyOne
        |> Drawn.columns

    Assert.Equal<string list>([ for i in 0..9 -> $"Albatross {i}" ], columns (fun i -> $"Albatross {i}"))
    Assert.Equal<string list>([ for i in 0..9 -> string i ], columns (fun i -> $"Black-footed Albatross {i}"))

[<Fact>]
let ``Of many classes each loss has a figure, on the same axis`` () =
    let figures =
        BarFigure.figures text losses (names 200) [ bars "contrastive" 200 (fun _ -> 0.1); bars "triplet" 200 (fun _ -> 0.9) ]

    Assert.Equal<string list>([ "intra-contrastive"; "intra-triplet" ], figures |> List.map _.Name)
    Assert.Equal<string list>([ for loss in losses -> $"{text.Title}, {loss}" ], figures |> List.map Drawn.title)
    Assert.All(figures, (fun figure -> Assert.Equal(200, (barsOf figure |> List.exactlyOne).Length)))
    Assert.Equal(figures[0].Plot.Axes.GetLimits(), figures[1].Plot.Axes.GetLimits())
    Assert.Equal<string list>(Drawn.rows figures[0], Drawn.rows figures[1])
    Assert.Equal<string list>(Drawn.columns figures[0], Drawn.columns figures[1])
    Assert.InRange((Drawn.columns figures[0]).Length, 5, 25)

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

    Assert.Equal<string list>(
        [
            "contrastive (no finite value in 1 of 4 classes)"
            "triplet (no finite value)"
        ],
        Drawn.legend figure
    )

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
        Assert.Equal<string list>([ "no finite value" ], Drawn.notices figure)
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
    let points = Drawn.plottables<Markers> figure |> List.exactlyOne

    Assert.Equal<string list>([ "triplet (no finite value in 1 of 3 runs)" ], Drawn.legend figure)
    Assert.Equal(Color.FromHex "#D55E00", points.Color)
    Assert.Equal<(float * float) list>([ 0.1, 0.9; 0.2, 0.9 ], Drawn.markedPoints points)

let private distanceMap text count =
    DistanceMap.figure text 400.0 (names count) (Array2D.init count count (fun a b -> if a = b then nan else double (a + b)))

let private colorBar (figure: Figure) =
    figure.Plot.Axes.GetPanels()
    |> Seq.pick (function
        | :? Panels.ColorBar as bar -> Some bar
        | _ -> None)

[<Fact>]
let ``The distance map names its classes and its distance`` () =
    let few = distanceMap { text with Y = "cosine distance" } 10
    Assert.Equal<string list>([ for i in 0..9 -> $"c{i} {i}" ], Drawn.rows few)
    Assert.Equal<string list>([ for i in 0..9 -> string i ], Drawn.columns few)
    Assert.Equal("cosine distance", (colorBar few).Label)
    Drawn.assertNothingIsCutOff few

    let many = distanceMap text 200
    Assert.InRange((Drawn.rows many).Length, 5, 20)
    Assert.InRange((Drawn.columns many).Length, 5, 20)
    Drawn.assertNothingIsCutOff many

[<Fact>]
let ``A distance has its cell, the first class at the top, and colours from zero to the largest`` () =
    let figure = distanceMap text 10
    let map = Drawn.plottables<Heatmap> figure |> List.exactlyOne
    Assert.Equal(5.0, map.GetValue(Coordinates(3.0, 7.0)))
    Drawn.rows figure |> ignore

    Assert.Equal(
        "c2 2",
        (figure.Plot.Axes.Left.TickGenerator.Ticks
         |> Array.find (fun tick -> tick.Position = 7.0))
            .Label
    )

    Assert.True(Double.IsNaN(map.GetValue(Coordinates(0.0, 9.0))))
    let range = map.GetRange()
    Assert.Equal((0.0, 400.0), (range.Min, range.Max))

[<Fact>]
let ``Long names of classes take nothing from the map`` () =
    let shape (names: string[]) =
        let figure =
            DistanceMap.figure text 1.0 names (Array2D.create names.Length names.Length 0.5)

        Drawn.assertNothingIsCutOff figure
        figure.Plot.LastRender.DataRect.Width / figure.Plot.LastRender.DataRect.Height

    for label in [ "c"; "Black-footed Albatross, juvenile" ] do
        Assert.InRange(shape (Array.init 10 (fun i -> $"{label}{i}")), 0.9f, 1.1f)

[<Fact>]
let ``A long title of a distance map is broken, not cut off`` () =
    let titled =
        { text with
            Title = "contrastive pairs=balanced, margin=1.0, mining=semi-hard, mnist, convnet"
        }

    let map = DistanceMap.figure titled 1.0 (names 2) (Array2D.create 2 2 0.5)
    Assert.Equal(titled.Title, Drawn.title map)
    Drawn.assertNothingIsCutOff map

[<Fact>]
let ``Distances of other classes are refused`` () =
    let refused =
        Assert.Throws<ArgumentException>(fun () -> DistanceMap.figure text 1.0 (names 3) (Array2D.zeroCreate 2 3) |> ignore)

    Assert.Contains("3; got 2 × 3", refused.Message)
