module MetricPlugins.Core.Tests.PlanTests

open Xunit
open MetricPlugins.Core

let private make = Plan.make (System.Func<_, _> id)
let private warnings study = (make study).Warnings

let private two =
    study "two" {
        dataset "d"
        model "m"
        baseline (loss "a")
        losses [ loss "b" ]
        seeds [ 0; 1 ]
    }

[<Fact>]
let ``Losses take turns within a seed`` () =
    let order = (make two).Cells |> List.map (fun cell -> cell.Loss.Name, cell.Seed)
    Assert.Equal<(string * int64) list>([ "a", 0L; "b", 0L; "a", 1L; "b", 1L ], order)

[<Fact>]
let ``There is a cell for each dataset, model, loss and seed`` () =
    let wide =
        study "wide" {
            dataset "d"
            dataset "e"
            model "m"
            model "n"
            losses [ loss "a"; loss "b"; loss "c" ]
            seeds [ 0..4 ]
        }

    let cells = (make wide).Cells
    Assert.Equal(2 * 2 * 3 * 5, cells.Length)
    Assert.Equal(cells.Length, (List.distinct cells).Length)

[<Fact>]
let ``A dataset on its own model is a place beside all models on all datasets`` () =
    let places =
        study "places" {
            dataset "d"
            model "m"
            on "e" "n"
            on "d" "m"
            losses [ loss "a" ]
        }
        |> fun made -> (make made).Cells
        |> List.map (fun cell -> cell.Dataset.Name, cell.Model.Name)

    Assert.Equal<(string * string) list>([ "d", "m"; "e", "n" ], places)

[<Fact>]
let ``Pairs alone need no further dataset or model`` () =
    let paired =
        study "paired" {
            on "d" "m"
            losses [ loss "a" ]
        }

    Assert.Empty(Plan.problems paired)

    Assert.Single(
        Plan.problems
            { paired with
                Datasets = paired.Places |> List.map fst
            }
    )
    |> ignore

[<Fact>]
let ``A baseline that is listed again is trained once`` () =
    let twice =
        { two with
            Losses = [ loss "a"; loss "b"; loss "b" ]
        }

    Assert.Equal<PluginChoice list>([ loss "a"; loss "b" ], (make twice).Losses)

[<Fact>]
let ``A preset's options hold where the study sets none`` () =
    let set =
        { two with
            Losses = [ loss "triplet" |> set "mining" "all" ]
            Preset = Some z25
        }

    Assert.Equal("triplet:distance=squared,margin=1.0,mining=all", Plan.losses set |> List.last |> string)
    Assert.Equal("a", Plan.losses set |> List.head |> string)

[<Fact>]
let ``A sound study has no problem and no warning`` () =
    Assert.Empty(Plan.problems two)
    Assert.Empty(warnings two)

[<Fact>]
let ``Everything wrong is told at once`` () =
    let wrong =
        { Study.Named "a/b" with
            Seeds = [ 1L; 1L ]
            DataFolders = Map [ "mnist", "somewhere" ]
        }

    let problems = Plan.problems wrong
    Assert.Equal(6, problems.Length)

    for words in
        [
            "\"a/b\""
            "no dataset"
            "no model"
            "no loss"
            "Seed 1"
            "folder is named for mnist"
        ] do
        Assert.Contains(problems, fun problem -> problem.Contains words)

[<Theory>]
[<InlineData("")>]
[<InlineData("..")>]
[<InlineData("a b")>]
[<InlineData("loss=a")>]
[<InlineData("train")>]
let ``A study's name must do for a folder`` (name: string) =
    Assert.Single(Plan.problems { two with Name = name }) |> ignore

[<Fact>]
let ``A search needs a validation split and something to try`` () =
    let search axes =
        { two with
            Searches = [ { Loss = loss "b"; Axes = axes } ]
        }

    let margins = over "margin" [ 1 ]
    Assert.Contains("validation 0.1", Plan.problems (search [ margins ]) |> List.exactlyOne)

    let kept axes =
        { search axes with
            Training.Validation = 0.1
        }

    Assert.Empty(Plan.problems (kept [ margins ]))
    Assert.Contains("nothing to try", Plan.problems (kept []) |> List.exactlyOne)
    Assert.Contains("no values for margin", Plan.problems (kept [ over "margin" List.empty<int> ]) |> List.exactlyOne)
    Assert.Contains("margin twice", Plan.problems (kept [ margins; margins ]) |> List.exactlyOne)

[<Fact>]
let ``A single seed is warned of where losses are compared`` () =
    Assert.Contains("One seed", warnings { two with Seeds = [ 0L ] } |> List.exactlyOne)
    Assert.Empty(warnings { two with Seeds = [ 0L ]; Losses = [] })

[<Fact>]
let ``Options searched by hand without a validation split are warned of`` () =
    let margins =
        [ for margin in [ 0.25; 0.5; 2.0 ] -> loss "a" |> set "margin" margin ]

    let byHand =
        { two with
            Baseline = None
            Losses = margins
        }

    Assert.Contains("chosen on the test split", warnings byHand |> List.exactlyOne)

    Assert.Empty(
        warnings
            { byHand with
                Training.Validation = 0.1
            }
    )

[<Fact>]
let ``Unequal budgets are warned of`` () =
    let searched =
        { two with
            Baseline = Some(loss "a")
            Losses = []
            Searches =
                [
                    {
                        Loss = loss "b"
                        Axes = [ over "margin" [ 1; 2; 3 ] ]
                    }
                ]
            Training.Validation = 0.1
        }

    Assert.Contains("b gets 3 settings, a 1", warnings searched |> List.exactlyOne)

    let fair =
        { searched with
            Baseline = None
            Searches =
                {
                    Loss = loss "a"
                    Axes = [ over "margin" [ 1; 2; 3 ] ]
                }
                :: searched.Searches
        }

    Assert.Empty(warnings fair)

[<Fact>]
let ``Losses that are the same go by the name of the first`` () =
    let isDefault (choice: PluginChoice) =
        choice.Options = [] || choice.Options = [ "margin", "1" ]

    let canonical (choice: PluginChoice) =
        if isDefault choice then loss choice.Name else choice

    let searched =
        { two with
            Searches =
                [
                    {
                        Loss = loss "a"
                        Axes = [ over "margin" [ 1; 2 ] ]
                    }
                ]
        }

    let plan = Plan.make (System.Func<_, _> canonical) searched
    Assert.Equal<PluginChoice list>([ loss "a"; loss "b"; loss "a" |> set "margin" 2 ], plan.Losses)
    Assert.Equal<PluginChoice list>([ loss "a"; loss "a" |> set "margin" 2 ], (List.exactlyOne plan.Searches).Candidates)
