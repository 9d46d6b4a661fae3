module MetricPlugins.Core.Tests.Reporting.LossComparisonTests

open System
open Xunit
open MetricPlugins.Core
open MetricPlugins.Core.Reporting

let private recall = ReportTables.recall 1

let private against baseline measures study =
    StudyComparison.ofStudy (Some baseline) measures study

/// With the first epoch at half of the first one's loss; NaN is never.
let private halving (losses: (string * float list) list) =
    MadeUp.study
        [
            for loss, epochs in losses do
                for seed, epoch in List.indexed epochs do
                    let run = MadeUp.run "cifar10" loss (int64 seed) []

                    MadeUp.cell
                        { run with
                            Figures =
                                { run.Figures with
                                    DecayEpoch50 =
                                        if Double.IsNaN epoch then
                                            Nullable()
                                        else
                                            Nullable(int epoch)
                                }
                        }
        ]

[<Fact>]
let ``Values are paired by seed and p-values adjusted over the losses`` () =
    let a, b, c = [ 0.5; 0.6; 0.7 ], [ 0.61; 0.70; 0.81 ], [ 0.5; 0.62; 0.69 ]
    let study = MadeUp.recalls [ "contrastive", a; "triplet", b; "infonce", c ]
    let found = (against "contrastive" [ recall ] study).Comparisons

    let tests =
        [ b; c ]
        |> List.map (fun other -> (PairedTest.run (Array.ofList other) (Array.ofList a)).Value)

    Assert.Equal<string list>([ "triplet"; "infonce" ], found |> List.map _.Loss.Label)
    Assert.Equal<PairedTest list>(tests, found |> List.map _.OverSeeds.Value)
    Assert.Equal<float[]>(tests |> List.map _.P |> Array.ofList |> PairedTest.holm, found |> List.map _.AdjustedP.Value |> Array.ofList)

    Assert.StartsWith(
        "cifar10, mlp, R@1, against contrastive 0.6000: triplet 0.7067: higher (+0.1067, 95 % interval +0.0",
        LossComparison.words found[0]
    )

    Assert.Contains("infonce 0.6033: not told from chance", LossComparison.words found[1])

[<Fact>]
let ``Only seeds that both losses have are paired`` () =
    let study =
        MadeUp.study
            [
                for loss, seed, value in [ "a", 0L, 0.1; "a", 1L, 0.2; "b", 1L, 0.5; "b", 2L, 0.9 ] ->
                    MadeUp.cell (MadeUp.run "cifar10" loss seed [ MadeUp.recall value ])
            ]

    let found = Assert.Single((against "a" [ recall ] study).Comparisons)
    Assert.Equal<(float * float)[]>([| 0.5, 0.2 |], found.Pairs)
    Assert.EndsWith("b 0.5000: of one seed, which cannot tell a difference from chance.", LossComparison.words found)

[<Fact>]
let ``A loss that never fell to half is not compared by when it did`` () =
    let study = halving [ "contrastive", [ 1.0; 1.0 ]; "triplet", [ 2.0; nan ] ]

    let found =
        Assert.Single((against "contrastive" [ ReportTables.halfDecay ] study).Comparisons)

    Assert.True(found.OverSeeds.IsNone)
    Assert.EndsWith("triplet: not compared, for 1 runs of it and 0 of contrastive have no such figure.", LossComparison.words found)

[<Fact>]
let ``A figure that no run has is left out`` () =
    Assert.Empty(
        (against "contrastive" [ StudyComparison.measure "nmi_euclid" ] (MadeUp.recalls [ "contrastive", [ 0.5 ]; "b", [ 0.6 ] ]))
            .Comparisons
    )

[<Fact>]
let ``Classes are paired by label with their mean over the seeds`` () =
    let run loss seed intra =
        let run =
            MadeUp.run "cifar10" loss seed [ MadeUp.metric "intra_mean" "euclid" (List.average intra) ]

        { run with
            Classes =
                [|
                    for label, value in List.indexed intra ->
                        {
                            Split = "test"
                            Label = label
                            Name = string label
                            Count = 5
                            Intra = { Sq = nan; Euclid = value; Cos = nan }
                        }
                |]
        }

    let study =
        MadeUp.study
            [
                MadeUp.cell (run "a" 0L [ 0.1; 0.2; 0.3 ])
                MadeUp.cell (run "a" 1L [ 0.3; 0.2; 0.1 ])
                MadeUp.cell (run "b" 0L [ 0.5; 0.6; 0.4 ])
                MadeUp.cell (run "b" 1L [ 0.5; 0.8; 0.6 ])
            ]

    let found = Assert.Single((against "a" [ ReportTables.intra ] study).Comparisons)
    Assert.Equal(PairedTest.run [| 0.5; 0.7; 0.5 |] [| 0.2; 0.2; 0.2 |], found.OverClasses)
    Assert.Contains("Classes of one model are not independent replicates", StudyComparison.text (against "a" [ ReportTables.intra ] study))

[<Fact>]
let ``Guidance names a loss only where it beats every other one`` () =
    let clear =
        MadeUp.recalls
            [
                "a", [ 0.50; 0.51; 0.52 ]
                "b", [ 0.60; 0.61; 0.62 ]
                "c", [ 0.70; 0.71; 0.72 ]
            ]

    let sentence = Assert.Single((against "a" [ recall ] clear).Guidance)
    Assert.StartsWith("cifar10, mlp: for retrieval at first place, c: R@1 0.7100; next is b with 0.6100", sentence)

    Assert.Empty((against "a" [ recall ] (MadeUp.recalls [ "a", [ 0.50; 0.61 ]; "b", [ 0.60; 0.51 ] ])).Guidance)
    Assert.Empty((against "a" [ recall ] (MadeUp.recalls [ "a", [ 0.5 ]; "b", [ 0.6 ] ])).Guidance)

[<Fact>]
let ``A loss that never halves is the slower one in the guidance`` () =
    let study = halving [ "a", [ 1.0; 1.0; 1.0 ]; "b", [ nan; nan; nan ] ]
    let sentence = Assert.Single((against "a" [ recall ] study).Guidance)
    Assert.Contains("for fast compaction, a: ", sentence)
    Assert.Contains("loss: 1.0; next is b with 3.0 ", sentence)
    Assert.Empty((against "a" [ recall ] (halving [ "a", [ 1.0; 2.0; nan ]; "b", [ nan; 2.0; 1.0 ] ])).Guidance)

[<Fact>]
let ``An unknown baseline or figure is told with those there are`` () =
    let study =
        MadeUp.recalls [ "contrastive:margin=0.5", [ 0.5 ]; "contrastive:margin=1", [ 0.6 ] ]

    let refusal action =
        Assert.Throws<MetricPlugins.InvalidInputException>(Action action).Message

    Assert.Contains("Their losses: contrastive:margin=0.5, contrastive:margin=1.", refusal (fun () -> against "triplet" [] study |> ignore))
    Assert.Contains("is more than one loss", refusal (fun () -> against "contrastive" [] study |> ignore))
    Assert.Contains("There are: intra_mean_euclid", refusal (fun () -> StudyComparison.measure "recall" |> ignore))
    Assert.Contains("--baseline LOSS", refusal (fun () -> StudyComparison.ofStudy None [] { study with Baseline = None } |> ignore))
