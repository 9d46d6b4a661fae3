module MetricPlugins.Core.Tests.ScatterFigureTests

open ScottPlot
open ScottPlot.Plottables
open Xunit
open MetricPlugins.Core

/// Points of each label on a line of their own.
let private cloud title (labels: int64 list) : PointCloud =
    {
        Name = title
        Title = title
        Xs = [| for i in 0 .. labels.Length - 1 -> double i |]
        Ys = [| for label in labels -> double label |]
        Labels = List.toArray labels
    }

let private name (label: int64) = $"class {label}"

let private points figure = Drawn.plottables<Markers> figure

[<Fact>]
let ``Every cloud has a panel; a few classes have a key`` () =
    let figures =
        ScatterFigure.figures "pca" name [ cloud "contrastive" [ 0L; 1L; 0L ]; cloud "triplet" [ 0L; 1L ] ]

    Assert.Equal<string list>([ "pca-contrastive"; "pca-triplet"; "pca-classes" ], figures |> List.map _.Name)
    Assert.Equal("contrastive", Drawn.title figures[0])
    Assert.Equal<(float * float) list list>([ [ 0.0, 0.0; 2.0, 0.0 ]; [ 1.0, 1.0 ] ], points figures[0] |> List.map Drawn.markedPoints)
    Assert.Equal<string list>([ "class 0"; "class 1" ], Drawn.legend figures[2])

[<Fact>]
let ``A class has one look in all panels, the key's`` () =
    let figures =
        ScatterFigure.figures "pca" name [ cloud "a" [ 0L; 1L; 2L ]; cloud "b" [ 2L ] ]

    let color = (points figures[1] |> List.exactlyOne).Color
    let shape = (points figures[1] |> List.exactlyOne).MarkerShape
    let inFirst = points figures[0] |> List.last
    let inKey = Drawn.legendItems figures[2] |> List.last
    Assert.Equal((color, shape), (inFirst.Color, inFirst.MarkerShape))
    // Points are see-through where they lie on one another.
    Assert.Equal((color.WithAlpha 1.0, shape), (inKey.MarkerColor, inKey.MarkerShape))

[<Fact>]
let ``Two hundred classes have a colour each and no key`` () =
    let figure =
        ScatterFigure.figures "tsne" name [ cloud "a" [ 0L .. 199L ] ]
        |> List.exactlyOne

    Assert.Equal(200, points figure |> List.distinctBy _.Color |> List.length)

[<Fact>]
let ``Outliers are grey and named`` () =
    let figures = ScatterFigure.figures "pca" name [ cloud "a" [ 0L; -1L ] ]

    Assert.Equal<string list>([ "class 0"; "outlier" ], Drawn.legend figures[1])
    let grey = Color.FromHex "#999999"

    let outliers =
        points figures[0]
        |> List.filter (fun markers -> markers.Color.WithAlpha 1.0 = grey)
        |> List.exactlyOne

    Assert.Equal<(float * float) list>([ 1.0, -1.0 ], Drawn.markedPoints outliers)
    Assert.Equal(grey, (Drawn.legendItems figures[1] |> List.last).MarkerColor)

[<Fact>]
let ``A step is as long across as upwards`` () =
    let wide =
        { cloud "a" [ 0L; 1L ] with
            Xs = [| 0.0; 100.0 |]
        }

    let figure = ScatterFigure.figures "pca" name [ wide ] |> List.head
    figure.Plot.RenderInMemory(figure.Width, figure.Height)
    let limits, data = figure.Plot.Axes.GetLimits(), figure.Plot.LastRender.DataRect
    Assert.Equal(limits.HorizontalSpan / double data.Width, limits.VerticalSpan / double data.Height, 1e-3)

[<Fact>]
let ``A cloud without a finite point says so, the others are drawn`` () =
    let lost =
        { cloud "lost" [ 0L; 1L ] with
            Ys = [| nan; nan |]
        }

    let figures = ScatterFigure.figures "pca" name [ lost; cloud "one" [ 0L ] ]

    Assert.Equal<string list>([ "no finite point" ], Drawn.notices figures[0])
    Assert.Empty(Drawn.notices figures[1])
    Assert.DoesNotContain("NaN", figures[0].Svg)

[<Fact>]
let ``Long names are told in full`` () =
    let long =
        "triplet margin=0.5, mining=semi-hard, distance=squared-euclidean, memory=1024"

    let className =
        "a class whose name is longer than any name should be, and then some more of it"

    let figures =
        ScatterFigure.figures "pca" (fun _ -> className) [ cloud long [ 0L; 1L ] ]

    Assert.Equal(long, Drawn.title figures[0])
    Assert.Equal<string list>([ className; className ], Drawn.legend figures[1])
    Assert.All(figures, Drawn.assertNothingIsCutOff)
    Assert.True(figures[0].Height > figures[0].Width, "The title takes nothing from the square.")
