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
        GradNormModelMean = 0.1
        GradNormLossMean = 0.0
        GradNormEmbeddingMean = 0.2
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
        Status =
            (if figures.IsSome then
                 RunStatus.Complete
             else
                 RunStatus.Failed)
        Folder = "somewhere"
        Reused = false
        Figures = figures
        Error = if figures.IsNone then Some "the loss is NaN" else None
    }

let private never = Nullable<int>()

let private results validation searches runs : StudyResults =
    let losses =
        runs |> List.map (fun (run: RunResult) -> run.Cell.Loss) |> List.distinct

    let study =
        { Study.Named "s" with
            Datasets = [ choice "d" ]
            Models = [ choice "m" ]
            Baseline = Some losses.Head
            Losses = losses.Tail
            Searches = searches
            Seeds = [ 0L; 1L ]
            Training.Validation = validation
        }

    {
        Plan =
            { Plan.make (System.Func<_, _> id) study with
                Warnings = [ "one thing" ]
            }
        Overrides = [ "seeds", "2" ]
        Folder = "somewhere"
        Runs = runs
    }

let private candidate (margin: double) = loss "a" |> set "margin" margin

let private search: Search list =
    [
        {
            Loss = loss "a"
            Axes = [ over "margin" [ 0.2; 0.5 ] ]
        }
    ]

[<Fact>]
let ``A comparison reads as this`` () =
    let expected =
        """# s

## d, m

| loss      |  seeds |      final loss |    active ratio |   gradient norm |    decay 50 % | decay 10 % |
|-----------|-------:|----------------:|----------------:|----------------:|--------------:|-----------:|
| a (baseline) |   2 | 0.5000 ± 1.2706† | 0.5000 ± 0.0000† | 2.0000 ± 0.0000† | 3.0 in 1 of 2 |      never |
| b         | 1 of 2 |          0.3000 |          0.5000 |          2.0000 |           7.0 |      never |
| c:m=1,n=x | 0 of 2 |               – |               – |               – |             – |          – |"""

    let c =
        { choice "c" with
            Options = [ "m", "1"; "n", "x" ]
        }

    let text =
        Comparison.markdown (
            results
                0.0
                []
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
    Assert.Contains(Statistics.TwoSeedsWarning, text)
    Assert.Contains("Note: one thing", text)
    Assert.Contains("Overridden on the command line: seeds=2.", text)

[<Fact>]
let ``Without an interval of two seeds there is no warning of them`` () =
    let runs = [ result (choice "a") 0L (Some(figures 0.4 never (Nullable()))) ]
    Assert.DoesNotContain("†", Comparison.markdown (results 0.0 [] runs))

[<Fact>]
let ``A search chooses the highest recall on the validation split and tells all it tried`` () =
    let searched =
        results
            0.1
            search
            [
                for seed in [ 0L; 1L ] do
                    result (candidate 0.2) seed (Some(figures 0.1 never (Nullable 0.8)))
                    result (candidate 0.5) seed (Some(figures 0.9 never (Nullable 0.9)))
            ]

    let found = StudyResults.searches searched |> List.exactlyOne
    Assert.Equal(Some(candidate 0.5), found.Chosen)
    Assert.Equal<PluginChoice list>([ candidate 0.2; candidate 0.5 ], found.Tried |> List.map fst)
    let text = Comparison.markdown searched
    Assert.Contains("chose a:margin=0.5 by recall@1 on the validation split", text)
    Assert.Contains("- a:margin=0.2: 0.8000 ± 0.0000†", text)
    Assert.Contains("validation recall@1", text)

[<Theory>]
[<InlineData(false)>]
[<InlineData(true)>]
let ``A candidate that lost a run, or whose recall is no number, is not chosen`` (isNaN: bool) =
    let worse =
        if isNaN then
            Some(figures 0.1 never (Nullable nan))
        else
            None

    let searched =
        results
            0.1
            search
            [
                result (candidate 0.5) 0L (Some(figures 0.1 never (Nullable 0.9)))
                result (candidate 0.2) 0L (Some(figures 0.1 never (Nullable 0.8)))
                result (candidate 0.5) 1L worse
                result (candidate 0.2) 1L (Some(figures 0.1 never (Nullable 0.8)))
            ]

    Assert.Equal(Some(candidate 0.2), (StudyResults.searches searched |> List.exactlyOne).Chosen)

[<Fact>]
let ``A search that was stopped has chosen nothing`` () =
    let searched =
        results
            0.1
            search
            [
                result (candidate 0.2) 0L (Some(figures 0.1 never (Nullable 0.8)))
                result (candidate 0.5) 0L (Some(figures 0.1 never (Nullable 0.9)))
                result (candidate 0.2) 1L (Some(figures 0.1 never (Nullable 0.8)))
            ]

    Assert.Equal(None, (StudyResults.searches searched |> List.exactlyOne).Chosen)
    Assert.Contains("nothing chosen", Comparison.markdown searched)
    Assert.Equal(1, (StudyResults.summaries searched |> List.find (fun s -> s.Loss = candidate 0.5)).Missing)
