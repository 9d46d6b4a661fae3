module MetricPlugins.Core.Tests.ScatterFigureTests

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

[<Fact>]
let ``Every cloud has a panel; a few classes have a key`` () =
    let figures =
        ScatterFigure.figures "pca" name [ cloud "contrastive" [ 0L; 1L ]; cloud "triplet" [ 0L; 1L ] ]

    Assert.Equal<string list>([ "pca-contrastive"; "pca-triplet"; "pca-classes" ], figures |> List.map _.Name)
    Assert.Equal<string list>([ "contrastive" ], Svg.texts figures[0])
    Assert.Equal<string list>([ "class 0"; "class 1" ], Svg.texts figures[2])

[<Fact>]
let ``A class has one colour in all panels, the key's`` () =
    let figures =
        ScatterFigure.figures "pca" name [ cloud "a" [ 0L; 1L; 2L ]; cloud "b" [ 2L ] ]

    let color =
        Svg.fillColors figures[1]
        |> List.except [ "#FFFFFF"; "#000000" ]
        |> List.exactlyOne

    Assert.Contains(color, Svg.fillColors figures[0])
    Assert.Contains(color, Svg.fillColors figures[2])

[<Fact>]
let ``Two hundred classes have a colour each and no key`` () =
    let figure =
        ScatterFigure.figures "tsne" name [ cloud "a" [ 0L .. 199L ] ]
        |> List.exactlyOne

    Assert.Equal(200, Svg.fillColors figure |> List.except [ "#FFFFFF"; "#000000" ] |> List.length)

[<Fact>]
let ``Outliers are grey and named`` () =
    let figures = ScatterFigure.figures "pca" name [ cloud "a" [ 0L; -1L ] ]

    Assert.Contains("outlier", Svg.texts figures[1])
    Assert.NotEmpty(Svg.fills "#999999" figures[0] @ Svg.fills "#999" figures[0])

[<Fact>]
let ``A cloud without a finite point says so, the others are drawn`` () =
    let lost =
        { cloud "lost" [ 0L; 1L ] with
            Ys = [| nan; nan |]
        }

    let figures = ScatterFigure.figures "pca" name [ lost; cloud "one" [ 0L ] ]

    Assert.Contains("no finite point", Svg.texts figures[0])
    Assert.DoesNotContain("no finite point", Svg.texts figures[1])
    Assert.DoesNotContain("NaN", figures[0].Svg)

[<Fact>]
let ``Long names are told in full`` () =
    let long =
        "triplet margin=0.5, mining=semi-hard, distance=squared-euclidean, memory=1024"

    let figures =
        ScatterFigure.figures "pca" (fun _ -> "a class whose name is longer than any name should be") [ cloud long [ 0L; 1L ] ]

    Assert.Contains(long, Svg.reading figures[0])
    Assert.All(figures, (fun figure -> Assert.Empty(Svg.cutOff figure)))
    Assert.True(figures[0].Height > figures[0].Width, "The title takes nothing from the square.")
