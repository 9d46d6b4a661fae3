module MetricPlugins.Core.Tests.ComparisonTests

open System
open Xunit
open MetricPlugins.Core

let private figures loss decay recall : RunFigures =
    {
        Steps = 10L
        FirstLoss = 1.0
        FinalLoss = loss
        ActiveRatio = Nullable 0.5
        ActiveSampleRatio = 0.5
        GradNormMean = 2.0
        FinalActiveRatio = Nullable 0.5
        FinalActiveSampleRatio = 0.5
        FinalGradNormMean = 2.0
        DecayEpoch50 = decay
        DecayEpoch40 = Nullable()
        DecayEpoch10 = Nullable()
        ValidationRecallAt1 = recall
    }

let private choice name : PluginChoice = { Name = name; Options = [] }

let private result loss seed (figures: RunFigures option) : RunResult =
    {
        Cell =
            {
                Dataset = choice "d"
                Model = choice "m"
                Loss = loss
                Seed = seed
            }
        Run =
            {
                Study = "s"
                Dataset = "d"
                Model = "m"
                Loss = loss.Name
                Variant = "default"
                Seed = seed
                LossOptions = "{}"
            }
        Folder = "somewhere"
        Reused = false
        Figures = figures
        Error = if figures.IsNone then Some "the loss is NaN" else None
    }

let private never = Nullable<int>()

let private results validation runs : StudyResults =
    {
        Study =
            { Study.Named "s" with
                Seeds = [ 0L; 1L ]
                Validation = validation
            }
        Folder = "somewhere"
        Runs = runs
        Warnings = [ "one thing" ]
    }

[<Fact>]
let ``A comparison reads as this`` () =
    let expected =
        """# s

## d, m

| loss      |  seeds |      final loss |    active ratio |   gradient norm |    decay 50 % | decay 10 % |
|-----------|-------:|----------------:|----------------:|----------------:|--------------:|-----------:|
| a         |      2 | 0.5000 ± 1.2706 | 0.5000 ± 0.0000 | 2.0000 ± 0.0000 | 3.0 in 1 of 2 |      never |
| b         | 1 of 2 |          0.3000 |          0.5000 |          2.0000 |           7.0 |      never |
| c m=1, n=x | 0 of 2 |               – |               – |               – |             – |          – |"""

    let c =
        { choice "c" with
            Options = [ "m", "1"; "n", "x" ]
        }

    let text =
        Comparison.markdown (
            results
                0.0
                [
                    result (choice "a") 0L (Some(figures 0.4 (Nullable 3) (Nullable())))
                    result (choice "b") 0L (Some(figures 0.3 (Nullable 7) (Nullable())))
                    result c 0L None
                    result (choice "a") 1L (Some(figures 0.6 never (Nullable())))
                    result (choice "b") 1L None
                    result c 1L None
                ]
        )

    let withoutPadding (lines: string) =
        lines.Split '\n'
        |> Array.map (fun line -> String.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim '-')

    for line in withoutPadding expected |> Array.filter (fun line -> not (line.StartsWith "|-")) do
        Assert.Contains(line, withoutPadding text)

    Assert.Contains("95 % t-interval over 2 seeds", text)
    Assert.Contains("Note: one thing", text)

[<Fact>]
let ``A search chooses the highest recall on the validation split and tells all it tried`` () =
    let candidate (margin: double) = loss "a" |> set "margin" margin

    let searched =
        results
            0.1
            [
                for seed in [ 0L; 1L ] do
                    result (candidate 0.2) seed (Some(figures 0.1 never (Nullable 0.8)))
                    result (candidate 0.5) seed (Some(figures 0.9 never (Nullable 0.9)))
            ]

    let searched =
        { searched with
            Study =
                { searched.Study with
                    Searches =
                        [
                            {
                                Loss = loss "a"
                                Axes = [ over "margin" [ 0.2; 0.5 ] ]
                            }
                        ]
                }
        }

    let search = StudyResults.searches searched |> List.exactlyOne
    Assert.Equal(Some(candidate 0.5), search.Chosen)
    Assert.Equal<PluginChoice list>([ candidate 0.2; candidate 0.5 ], search.Tried |> List.map fst)
    let text = Comparison.markdown searched
    Assert.Contains("chose a margin=0.5 by recall@1 on the validation split", text)
    Assert.Contains("- a margin=0.2: 0.8000 ± 0.0000", text)
    Assert.Contains("validation recall@1", text)

[<Fact>]
let ``A candidate that lost a run is not chosen`` () =
    let candidate (margin: double) = loss "a" |> set "margin" margin

    let searched =
        results
            0.1
            [
                result (candidate 0.2) 0L (Some(figures 0.1 never (Nullable 0.8)))
                result (candidate 0.5) 0L (Some(figures 0.1 never (Nullable 0.9)))
                result (candidate 0.2) 1L (Some(figures 0.1 never (Nullable 0.8)))
                result (candidate 0.5) 1L None
            ]

    let search =
        StudyResults.searches
            { searched with
                Study =
                    { searched.Study with
                        Searches =
                            [
                                {
                                    Loss = loss "a"
                                    Axes = [ over "margin" [ 0.2; 0.5 ] ]
                                }
                            ]
                    }
            }
        |> List.exactlyOne

    Assert.Equal(Some(candidate 0.2), search.Chosen)
