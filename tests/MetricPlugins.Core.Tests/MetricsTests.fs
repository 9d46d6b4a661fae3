/// The catalogue of metrics, and what follows from it.
module MetricPlugins.Core.Tests.MetricsTests

open System
open System.Threading
open System.IO
open Xunit
open MetricPlugins.Core
open MetricPlugins.Core.Reporting

/// Two classes of unit rows, each twice.
let private split name : SplitEmbeddings =
    {
        Split = name
        Indices = [| 0L; 1L; 2L; 3L |]
        Labels = [| 0L; 0L; 1L; 1L |]
        Embeddings = [| 1.0f; 0.0f; 0.8f; 0.6f; 0.0f; 1.0f; -0.6f; 0.8f |]
        EmbeddingSize = 2
    }

let private names (metrics: Metric seq) =
    metrics |> Seq.map (fun metric -> metric.Name, metric.Distance) |> Seq.toList

[<Fact>]
let ``A split is measured by every metric that is one of it, in the catalogue's order`` () =
    let measured =
        (Analysis.measure [| "a"; "b" |] [| split "train"; split "test" |] ignore CancellationToken.None).Metrics

    let of' name =
        measured |> Array.filter (fun metric -> metric.Split = name) |> names

    let catalogue =
        Metrics.all |> List.map (fun metric -> metric.Name, metric.DistanceName)

    Assert.Equal<(string * string) list>(catalogue, of' "test")

    let ofEvery =
        Metrics.all
        |> List.filter (fun metric -> List.contains metric.Splits [ MeasuredSplits.Every; MeasuredSplits.OfUnitRows ])
        |> List.map (fun metric -> metric.Name, metric.DistanceName)

    Assert.Equal<(string * string) list>(ofEvery, of' "train")

[<Fact>]
let ``Names are unique, and those that users typed before stay`` () =
    let names = ReportTables.measures |> List.map _.Name
    Assert.Distinct names
    Assert.Distinct(ReportTables.measures |> List.map _.Title)

    for name in
        [
            for part in [ "intra_mean"; "intra_variance"; "inter_mean"; "inter_variance" ] do
                for distance in [ "sq"; "euclid"; "cos" ] -> $"{part}_{distance}"

                for distance in [ "sq"; "euclid" ] -> $"train_{part}_{distance}"
            for k in [ 1; 2; 4; 5; 8; 10 ] -> $"recall_at_{k}_cos"
            yield! [ "inter_bound_sq"; "inter_bound_cos"; "effective_rank"; "participation_ratio" ]
            yield!
                [
                    "alignment_sq"
                    "uniformity_sq"
                    "map_at_r_cos"
                    "r_precision_cos"
                    "mrr_cos"
                ]
            yield!
                [
                    "nmi_euclid"
                    "knn_accuracy_cos"
                    "linear_accuracy"
                    "active_ratio"
                    "active_sample_ratio"
                ]
            yield!
                [
                    "grad_norm_mean"
                    "decay_epoch_50"
                    "decay_epoch_40"
                    "decay_epoch_10"
                    "final_loss"
                ]
        ] do
        Assert.Contains(name, names)

[<Theory>]
[<InlineData("recall_at_1", "recall_at_1_cos")>]
[<InlineData("recall_at_10", "recall_at_10_cos")>]
[<InlineData("nmi", "nmi_euclid")>]
[<InlineData("linear_accuracy", "linear_accuracy")>]
let ``A distance may be left out where there is one`` (typed: string, meant: string) =
    Assert.Equal(meant, (StudyComparison.measure typed).Name)

[<Fact>]
let ``A distance is to be named where there are several`` () =
    Assert.Equal(None, ReportTables.tryFind "intra_mean" |> Option.map _.Name)

[<Fact>]
let ``Every metric is a column of the report`` () =
    let columns = ReportTables.measures |> List.map _.Name |> Set.ofList

    for metric in Metrics.all do
        Assert.Contains(metric.FullName, columns)

[<Fact>]
let ``Losses are compared by the headlines, those of training among them`` () =
    let expected =
        [
            "intra_mean_euclid"
            "inter_mean_euclid"
            "active_ratio"
            "grad_norm_mean"
            "decay_epoch_50"
            "knn_accuracy_cos"
            "linear_accuracy"
            "recall_at_1_cos"
            "map_at_r_cos"
            "nmi_euclid"
        ]

    Assert.Equal<string list>(expected, ReportTables.headlines |> List.map _.Name)

[<Fact>]
let ``A table's notes say what its metrics are, those that mean the same once, and where no value is marked`` () =
    let notes name =
        (ReportTables.layouts |> List.find (fun layout -> layout.Name = name)).Notes

    Assert.Equal<string list>(
        [
            "Test split; each sample queries all others (leave-one-out)."
            "R@1, R@5, R@10: share of queries with a sample of their class among their k nearest neighbours by cosine similarity."
        ],
        notes "retrieval"
    )

    Assert.Equal("No value is marked as best: neither direction is better.", List.last (notes "variance"))
    Assert.DoesNotContain(notes "classification", (fun note -> note.StartsWith "No value is marked as best"))

let private documentation =
    Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "docs", "files.md")

/// A row of the documentation's table of metrics: those of one name and meaning.
let private row (metrics: MetricDefinition list) =
    let distances =
        metrics |> List.map _.DistanceName |> List.distinct |> String.concat ", "

    let first = metrics.Head

    let splits =
        match first.Splits with
        | MeasuredSplits.Every -> "all"
        | MeasuredSplits.OfUnitRows -> "all, of unit rows"
        | MeasuredSplits.Test -> "test"
        | MeasuredSplits.TestAfterTrain -> "test, after train"

    let better =
        match first.Direction with
        | HigherIsBetter -> "higher"
        | LowerIsBetter -> "lower"
        | Neither -> "–"

    let names = metrics |> List.map _.Name |> List.distinct |> String.concat ", "
    $"| {names} | {distances} | {splits} | {first.Unit} | {better} | {first.Meaning} |"

[<Fact>]
let ``The documentation's table of metrics is the catalogue`` () =
    let expected =
        Metrics.all
        |> List.groupBy (fun metric -> metric.Meaning, metric.Unit)
        |> List.map (snd >> row)

    let lines = File.ReadAllLines documentation |> List.ofArray

    let head = "| metric | distances | splits | unit or range | better | meaning |"

    let written =
        lines
        |> List.skipWhile ((<>) head)
        |> List.skip 2
        |> List.takeWhile _.StartsWith("|")

    Assert.Equal(String.Join('\n', expected), String.Join('\n', written))
