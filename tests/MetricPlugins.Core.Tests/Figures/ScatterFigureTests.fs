module MetricPlugins.Core.Tests.ScatterFigureTests

open System
open ScottPlot
open ScottPlot.Plottables
open Xunit
open MetricPlugins.Core
open MetricPlugins.Core.Reporting

/// Points of each label on a line of their own.
let panel title (labels: int64 list) : ExplorerPanel =
    {
        Title = title
        Seed = Nullable 0L
        Total = labels.Length
        Indices = [| for i in 0 .. labels.Length - 1 -> int64 i |]
        Labels = List.toArray labels
        Views =
            [|
                {
                    Name = "PCA"
                    X = [| 0 .. labels.Length - 1 |]
                    Y = [| for label in labels -> int label |]
                }
            |]
        Neighbors = [||]
    }

/// The classes of the panels, with outliers where there are any.
let place (panels: ExplorerPanel list) : ExplorerPlace =
    let labels =
        panels
        |> List.collect (fun panel -> List.ofArray panel.Labels)
        |> List.distinct
        |> List.sort

    let classes = labels |> List.filter (fun label -> label >= 0L)

    {
        Classes =
            [|
                for i, label in List.indexed classes do
                    {
                        Label = label
                        Name = $"class {label}"
                        Look = Look.ofClass classes.Length i
                    }

                if List.contains -1L labels then
                    {
                        Label = -1L
                        Name = "outlier"
                        Look = Look.outlier
                    }
            |]
        Panels = Array.ofList panels
    }

let private draw panels =
    ScatterFigure.figures "mnist-mlp" (place panels)

let private points figure = Drawn.plottables<Markers> figure

[<Fact>]
let ``Every panel has a figure; a few classes have a key`` () =
    let figures =
        draw [ panel "contrastive" [ 0L; 1L; 0L ]; panel "triplet margin=1" [ 0L; 1L ] ]

    Assert.Equal<string list>(
        [
            "mnist-mlp-pca-contrastive"
            "mnist-mlp-pca-triplet-margin-1"
            "mnist-mlp-classes"
        ],
        figures |> List.map _.Name
    )

    Assert.Equal("contrastive, PCA", Drawn.title figures[0])

    Assert.Equal<(float * float) list list>(
        [ [ 0.0, 0.0; 2.0, 0.0 ]; [ 1.0, 1.0 ] ],
        points figures[0] |> List.map Drawn.markedPoints |> List.sort
    )

    Assert.Equal<string list>([ "class 0"; "class 1" ], Drawn.legend figures[2])

[<Fact>]
let ``Without a panel, or without a view, there is no figure`` () =
    Assert.Empty(draw [])

    Assert.Empty(
        draw
            [
                { panel "contrastive" [ 0L ] with
                    Views = [||]
                }
            ]
    )

[<Fact>]
let ``A class has one look in all panels, the key's`` () =
    let figures = draw [ panel "a" [ 0L; 1L; 2L ]; panel "b" [ 2L ] ]
    let one = points figures[1] |> List.exactlyOne
    let looks = points figures[0] |> List.map (fun m -> m.Color, m.MarkerShape)
    let inKey = Drawn.legendItems figures[2] |> List.last
    Assert.Contains((one.Color, one.MarkerShape), looks)
    // Points are see-through where they lie on one another.
    Assert.Equal((one.Color.WithAlpha 1.0, one.MarkerShape), (inKey.MarkerColor, inKey.MarkerShape))

[<Fact>]
let ``Two hundred classes have a colour each and no key`` () =
    let figure = draw [ panel "a" [ 0L .. 199L ] ] |> List.exactlyOne
    Assert.Equal(200, points figure |> List.distinctBy _.Color |> List.length)

[<Fact>]
let ``Outliers are grey, below the classes, and named`` () =
    let figures = draw [ panel "a" [ 0L; -1L ] ]
    Assert.Equal<string list>([ "class 0"; "outlier" ], Drawn.legend figures[1])
    let grey = Color.FromHex "#999999"
    let lowest = List.head (points figures[0])
    Assert.Equal(grey, lowest.Color.WithAlpha 1.0)
    Assert.Equal<(float * float) list>([ 1.0, -1.0 ], Drawn.markedPoints lowest)
    Assert.Equal(grey, (Drawn.legendItems figures[1] |> List.last).MarkerColor)

[<Fact>]
let ``A step is as long across as upwards`` () =
    let wide =
        { panel "a" [ 0L; 1L ] with
            Views =
                [|
                    {
                        Name = "PCA"
                        X = [| 0; 100 |]
                        Y = [| 0; 1 |]
                    }
                |]
        }

    let figure = draw [ wide ] |> List.head
    figure.Plot.RenderInMemory(figure.Width, figure.Height)
    let limits, data = figure.Plot.Axes.GetLimits(), figure.Plot.LastRender.DataRect
    Assert.Equal(limits.HorizontalSpan / double data.Width, limits.VerticalSpan / double data.Height, 1e-3)

[<Fact>]
let ``Long names are told in full`` () =
    let long =
        "triplet margin=0.5, mining=semi-hard, distance=squared-euclidean, memory=1024"

    let className =
        "a class whose name is longer than any name should be, and then some more of it"

    let named = place [ panel long [ 0L; 1L ] ]

    let figures =
        ScatterFigure.figures
            "pca"
            { named with
                Classes = named.Classes |> Array.map (fun c -> { c with Name = className })
            }

    Assert.Equal($"{long}, PCA", Drawn.title figures[0])
    Assert.Equal<string list>([ className; className ], Drawn.legend figures[1])
    Assert.All(figures, Drawn.assertNothingIsCutOff)
    Assert.True(figures[0].Height > figures[0].Width, "The title takes nothing from the square.")
