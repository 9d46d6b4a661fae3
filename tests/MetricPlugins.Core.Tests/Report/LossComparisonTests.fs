module MetricPlugins.Core.Tests.Reporting.LossComparisonTests

open System
open Xunit
open MetricPlugins.Core
open MetricPlugins.Core.Reporting

let private recall = StudyComparison.measure "recall_at_1_cos"

let private intra = StudyComparison.measure "intra_mean_euclid"

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

    let differences =
        [ b; c ]
        |> List.map (fun other -> (PairedTest.run (Array.ofList other) (Array.ofList a)).Value)

    Assert.Equal<string list>([ "triplet"; "infonce" ], found |> List.map _.Loss.Label)
    Assert.Equal<PairedDifference list>(differences, found |> List.map _.OverSeeds.Value.Difference)

    Assert.Equal<HolmAdjusted option list>(
        differences |> List.map (_.Test >> Option.map _.P) |> PairedTest.holm,
        found |> List.map _.OverSeeds.Value.Holm
    )

    Assert.StartsWith(
        "cifar10, mlp, R@1, against contrastive 0.6000: triplet 0.7067: higher (+0.1067, 97.5 % interval +0.0",
        StudyComparison.words found[0]
    )

    // Three pairs are too few for Cohen's d.
    Assert.Matches(@"; 3 seeds, t\(2\) = [0-9.]+, p = [0-9.]+\)\.$", StudyComparison.words found[0])
    Assert.Contains("infonce 0.6033: no significant difference (+0.0033, 95 % interval -0.0", StudyComparison.words found[1])

[<Fact>]
let ``Five seeds have Cohen's d, and two a warning`` () =
    let text seeds =
        MadeUp.recalls
            [
                "contrastive", List.init seeds (fun seed -> 0.5 + 0.01 * double seed)
                "b", List.init seeds (fun seed -> 0.6 + 0.02 * double seed)
            ]
        |> against "contrastive" [ recall ]
        |> StudyComparison.text

    Assert.Contains(", d = ", text 5)
    Assert.DoesNotContain("†", text 5)
    Assert.DoesNotContain(", d = ", text 2)
    Assert.Matches(@"interval .+†; 2 seeds", text 2)
    Assert.Contains("\n" + Statistics.TwoSeedsWarning, text 2)

/// Five of 399 queries fewer than the baseline in every seed: but for rounding the same difference.
let private shifted =
    MadeUp.recalls
        [
            for loss, fewer in [ "contrastive", 0.0; "b", 5.0; "c", 0.0; "d", 9.0 ] ->
                loss,
                [
                    for right in [ 371.0; 380.0; 367.0 ] -> (right - fewer - (if loss = "d" then right % 7.0 else 0.0)) / 399.0
                ]
        ]

[<Fact>]
let ``The same difference in every seed is told and not tested`` () =
    let comparison = against "contrastive" [ recall ] shifted
    let found = comparison.Comparisons

    Assert.EndsWith("b 0.9215: the same difference for every seed (-0.0125; 3 seeds), so no test.", StudyComparison.words found[0])

    Assert.EndsWith("c 0.9340: no difference for any of 3 seeds.", StudyComparison.words found[1])
    // What is not tested does not count among the tests: that of d is one of one.
    Assert.Equal(found[2].OverSeeds.Value.Difference.Test.Value.P, found[2].OverSeeds.Value.Holm.Value.P)

    Assert.Equal<string list>(
        [ "count"; "difference" ],
        [
            for name, value in StudyComparison.values found[0].OverSeeds do
                if value.HasValue then
                    name
        ]
    )

    let numbers = StudyComparison.numbers found

    for name in
        [
            "t"
            "p"
            "cohen_d"
            "wilcoxon_p"
            "low_95"
            "p_holm"
            "low_holm"
            "level_holm"
        ] do
        Assert.Equal("", numbers.Rows[0][List.findIndex ((=) name) numbers.Columns])

    Assert.Equal("3", numbers.Rows[0][List.findIndex ((=) "count") numbers.Columns])
    Assert.All(numbers.Rows, (fun row -> Assert.Equal(numbers.Columns.Length, row.Length)))
    Assert.DoesNotContain("NaN", Table.csv numbers)

[<Fact>]
let ``A difference that no test can judge makes no loss the best`` () =
    let places = ComparedLosses.places shifted
    Assert.Equal(None, LossComparison.best recall places.Head.Losses)
    Assert.Empty((against "contrastive" [ recall ] shifted).Guidance)

[<Fact>]
let ``The best is the highest or the lowest, as the metric says`` () =
    let losses =
        (MadeUp.recalls [ "a", [ 0.50; 0.52; 0.51 ]; "b", [ 0.60; 0.61; 0.63 ] ]
         |> ComparedLosses.places)
            .Head.Losses

    let best direction =
        LossComparison.best { recall with Direction = direction } losses
        |> Option.map (fun (loss, _) -> loss.Label)

    Assert.Equal<string option list>([ Some "b"; Some "a"; None ], [ HigherIsBetter; LowerIsBetter; Neither ] |> List.map best)

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
    Assert.EndsWith("b 0.5000: one seed in common, so no test.", StudyComparison.words found)

[<Fact>]
let ``A loss that never fell to half is not compared by when it did`` () =
    let study = halving [ "contrastive", [ 1.0; 1.0 ]; "triplet", [ 2.0; nan ] ]

    let found =
        Assert.Single((against "contrastive" [ StudyComparison.measure "decay_epoch_50" ] study).Comparisons)

    Assert.True(found.OverSeeds.IsNone)
    Assert.EndsWith("triplet: not compared; 1 of its runs and 0 of contrastive's have no value.", StudyComparison.words found)

[<Fact>]
let ``A metric that no run has is left out`` () =
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
                    for label, value in List.indexed intra -> MadeUp.classRow label (string label) 5 value
                |]
        }

    let study =
        MadeUp.study
            [
                MadeUp.cell (run "a" 0L [ 0.1; 0.2; 0.3 ])
                MadeUp.cell (run "a" 1L [ 0.3; 0.2; 0.1 ])
                MadeUp.cell (run "b" 0L [ 0.5; 0.6; 0.4 ])
                MadeUp.cell (run "b" 1L [ 0.5; 0.8; 0.6 ])
                MadeUp.cell (run "c" 0L [ 0.5; 0.5; 0.5 ])
                MadeUp.cell (run "c" 1L [ 0.7; 0.7; 0.7 ])
                MadeUp.cell (run "d" 0L [ 0.4; 0.5; 0.4 ])
                MadeUp.cell (run "d" 1L [ 0.4; 0.4; 0.3 ])
            ]

    let comparison = against "a" [ intra ] study
    let overClasses = comparison.Comparisons |> List.map _.OverClasses.Value

    let differences =
        [ [| 0.5; 0.7; 0.5 |]; [| 0.6; 0.6; 0.6 |]; [| 0.4; 0.45; 0.35 |] ]
        |> List.map (fun means -> (PairedTest.run means [| 0.2; 0.2; 0.2 |]).Value)

    for expected, found in List.zip differences overClasses do
        Assert.Equal(expected.Mean, found.Difference.Mean, 12)
        Assert.Equal(expected.Test.IsSome, found.Difference.Test.IsSome)

    // Adjusted over the two losses whose differences spread.
    let p (difference: AdjustedDifference) = difference.Difference.Test.Value.P
    let b, d = overClasses[0], overClasses[2]
    Assert.Equal<double list>([ 2.0 * min (p b) (p d) ], [ min b.Holm.Value.P d.Holm.Value.P ])
    Assert.Equal(0.5, b.WilcoxonHolm.Value.P)

    let text = StudyComparison.text comparison
    Assert.Contains("b, over classes: higher (+0.3667, 95 % interval +0.0", text)
    Assert.Contains("c, over classes: the same difference for every class (+0.4000; 3 classes), so no test", text)
    Assert.Contains("Classes of one model are not independent replicates", text)

[<Fact>]
let ``Guidance names a loss only where it beats every other one`` () =
    let clear =
        MadeUp.recalls
            [
                "a", [ 0.50; 0.51; 0.52 ]
                "b", [ 0.60; 0.61; 0.63 ]
                "c", [ 0.70; 0.72; 0.71 ]
            ]

    let sentence = Assert.Single((against "a" [ recall ] clear).Guidance)
    Assert.StartsWith("cifar10, mlp: c has the highest recall@1: R@1 0.7100; next is b with 0.6133", sentence)

    Assert.Empty((against "a" [ recall ] (MadeUp.recalls [ "a", [ 0.50; 0.61 ]; "b", [ 0.60; 0.51 ] ])).Guidance)
    Assert.Empty((against "a" [ recall ] (MadeUp.recalls [ "a", [ 0.5 ]; "b", [ 0.6 ] ])).Guidance)

[<Fact>]
let ``A loss that never halves is the slower one in the guidance`` () =
    let study = halving [ "a", [ 0.0; 0.0; 1.0 ]; "b", [ nan; nan; nan ] ]
    let sentence = Assert.Single((against "a" [ recall ] study).Guidance)
    Assert.Contains("a reaches half of its first loss soonest: ", sentence)
    Assert.Contains(" 0.3; next is b with 3.0 ", sentence)
    Assert.Empty((against "a" [ recall ] (halving [ "a", [ 1.0; 2.0; nan ]; "b", [ nan; 2.0; 1.0 ] ])).Guidance)

[<Fact>]
let ``An unknown baseline or metric is told with those there are`` () =
    let study =
        MadeUp.recalls [ "contrastive:margin=0.5", [ 0.5 ]; "contrastive:margin=1", [ 0.6 ] ]

    let refusal action =
        Assert.Throws<MetricPlugins.InvalidInputException>(Action action).Message

    Assert.Contains("Their losses: contrastive:margin=0.5, contrastive:margin=1.", refusal (fun () -> against "triplet" [] study |> ignore))
    Assert.Contains("matches more than one loss", refusal (fun () -> against "contrastive" [] study |> ignore))

    let unknown name =
        refusal (fun () -> StudyComparison.measure name |> ignore)

    Assert.StartsWith("No metric named \"recall\". Known: intra_mean_euclid, ", unknown "recall")
    Assert.StartsWith("No metric named \"intra_mena_euclid\". Did you mean intra_mean_euclid? Known: ", unknown "intra_mena_euclid")
    Assert.Contains("--baseline LOSS", refusal (fun () -> StudyComparison.ofStudy None [] { study with Baseline = None } |> ignore))
