module MetricPlugins.Core.Tests.Reporting.PaperFiguresTests

open System
open System.IO
open Xunit
open MetricPlugins.Core
open MetricPlugins.Core.Reporting

let private table name study =
    ReportTables.layouts
    |> List.find (fun layout -> layout.Name = name)
    |> ReportTable.fill (ComparedLosses.places study)

let private papers name dataset loss metric =
    let study = MadeUp.study [ MadeUp.cell (MadeUp.run dataset loss 0L [ metric ]) ]
    let table = table name study

    [
        for _, rows in table.Places do
            for row in rows do
                for cell in row.Cells do
                    yield! cell.Papers |> List.map ReportTable.paperText
    ],
    ReportTable.notes table

let private intra = MadeUp.metric "intra_mean" "euclid" 0.1

let private spec =
    Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "..", "..", "shared", "spec", "papers.csv")

/// Compares with the file beside the definitions; skipped, with the reason, where that is absent.
[<AttributeUsage(AttributeTargets.Method)>]
type SpecFactAttribute() as fact =
    inherit FactAttribute()

    do
        if not (File.Exists spec) then
            fact.Skip <- "needs the definitions' figures (../shared/spec/papers.csv)"

[<SpecFact>]
let ``The figures are those of the definitions`` () =
    let own =
        Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "..", "studies", "papers.csv")

    Assert.Equal<string[]>(File.ReadAllLines spec, File.ReadAllLines own)
    Assert.DoesNotContain("\r", File.ReadAllText own)

[<Fact>]
let ``Every figure that the papers print is there, each once`` () =
    Assert.Equal(298, PaperFigures.all.Length)

    let cell (figure: PaperFigure) =
        figure.Source, figure.Dataset, figure.Loss, figure.Metric

    Assert.Distinct(PaperFigures.all |> List.map cell)

[<Fact>]
let ``Every figure that the papers print stands in a table of the report`` () =
    let shown =
        Set.ofList
            [
                for layout in ReportTables.layouts do
                    for source in layout.Sources do
                        for measure in layout.Measures -> source, measure.PaperMetric
            ]

    Assert.All(PaperFigures.all, fun figure -> Assert.Contains((figure.Source, figure.Metric), shown))

[<Fact>]
let ``What a paper's text prints stands beside ours and beside the other paper's`` () =
    let shown, notes = papers "greediness" "cars196" "contrastive" intra

    Assert.Equal<string list>(
        [
            "0.65 [Z25]"
            "0.65 [Z26]"
            "0.12 [Z25]"
            "0.12 [Z26]"
            "30 [Z26]"
            "27 [Z25]"
        ],
        shown
    )

    Assert.Contains(notes, fun note -> note.Contains "one set of values for Contrastive and InfoNCE together")
    Assert.Equal<string list>([ "0.65 [Z26]"; "0.12 [Z26]"; "30 [Z26]" ], papers "greediness" "cars196" "infonce" intra |> fst)

    Assert.Equal<string list>(
        [
            "0.38 [Z25]"
            "0.38 [Z26]"
            "0.27 [Z25]"
            "0.27 [Z26]"
            "40 [Z26]"
            "43 [Z25]"
        ],
        papers "greediness" "cars196" "triplet" intra |> fst
    )

[<Fact>]
let ``A paper's figure stands beside ours on the same dataset and loss`` () =
    Assert.Equal<string list>([ "0.0656 [Z26]" ], papers "variance" "cifar10" "contrastive" intra |> fst)

[<Fact>]
let ``A cell that no paper has stays empty`` () =
    Assert.Empty(papers "variance" "iris" "contrastive" intra |> fst)
    Assert.Empty(papers "variance" "cifar10" "mine" intra |> fst)

[<Fact>]
let ``What a paper prints for no dataset stands beside each`` () =
    Assert.Contains("0.65 [Z25]", papers "greediness" "iris" "contrastive" intra |> fst)

[<Fact>]
let ``The distance of the papers' variance is named as inferred`` () =
    let figures, notes = papers "variance" "cifar10" "contrastive" intra
    Assert.NotEmpty figures
    Assert.Contains(notes, fun note -> note.Contains "intra μ (Euclidean)")

    Assert.Contains(
        notes,
        fun note ->
            note.Contains "cosine distance, which is impossible for 19"
            && note.Contains "Euclidean is therefore inferred"
    )

[<Theory>]
[<InlineData("variance", "cifar10", "Contrastive on CIFAR-10")>]
[<InlineData("variance", "cifar10", "CARS196 and CUB-200")>]
[<InlineData("retrieval", "cifar10", "Contrastive (.9248), but in its Table 3 SCL reaches .9272")>]
[<InlineData("retrieval", "tiny-imagenet", "Triplet (.7303), but in its Table 3 InfoNCE reaches .7416")>]
[<InlineData("greediness", "cifar10", "65 and 38 %, 0.12 and 0.27")>]
[<InlineData("variance", "cifar10", "[Z26] §3.2 uses m = 1.0 and calls m = 2.0 a stable default")>]
[<InlineData("variance",
             "cifar10",
             "Table 2 InfoNCE has a larger variance than Triplet on CARS196 (.5845 against .3861) and CUB-200 (.5238 against .3569)")>]
[<InlineData("variance", "tiny-imagenet", "120,000 images of Tiny-ImageNet")>]
[<InlineData("retrieval", "cifar10", "R@5 (.9701 against .9694) and R@10 (.9899 against .9793)")>]
[<InlineData("classification", "cifar10", "does not say how accuracy was measured")>]
let ``Contradictions are named beside the table they are of`` (name: string, dataset: string, words: string) =
    let metrics =
        Map.ofList
            [
                "variance", intra
                "retrieval", MadeUp.recall 0.9
                "greediness", intra
                "classification", MadeUp.metric "knn_accuracy" "cos" 0.9
            ]

    let _, notes = papers name dataset "contrastive" metrics[name]
    Assert.Contains(notes, fun note -> note.Contains words)

[<Fact>]
let ``Without a paper's figure its contradictions are left out`` () =
    let _, notes = papers "variance" "iris" "mine" intra
    Assert.NotEmpty notes
    Assert.DoesNotContain(notes, fun note -> note.Contains "[Z")

[<Theory>]
[<InlineData("Z26 T3", "cifar10", "supcon", "recall_at_1", "0.9272")>]
[<InlineData("Z26 T3", "cifar10", "contrastive", "recall_at_1", "0.9248")>]
[<InlineData("Z26 T3", "tiny-imagenet", "infonce", "recall_at_1", "0.7416")>]
[<InlineData("Z26 T3", "tiny-imagenet", "triplet", "recall_at_1", "0.7303")>]
[<InlineData("Z26 T2", "cars196", "infonce", "intra_mean", "0.5845")>]
[<InlineData("Z26 T2", "cars196", "triplet", "intra_mean", "0.3861")>]
[<InlineData("Z26 T2", "cub200", "infonce", "intra_mean", "0.5238")>]
[<InlineData("Z26 T2", "cub200", "triplet", "intra_mean", "0.3569")>]
[<InlineData("Z25 T4", "cifar10", "contrastive", "recall_at_5", "0.9701")>]
[<InlineData("Z25 T4", "cifar10", "triplet", "recall_at_5", "0.9694")>]
[<InlineData("Z25 T4", "cifar10", "contrastive", "recall_at_10", "0.9899")>]
[<InlineData("Z25 T4", "cifar10", "triplet", "recall_at_10", "0.9793")>]
let ``The notes quote what the table prints`` (source: string, dataset: string, loss: string, metric: string, text: string) =
    let figure = PaperFigures.find [ source ] dataset loss metric |> List.exactlyOne

    Assert.Equal(text, figure.Text)

[<Fact>]
let ``ArcFace on CUB-200 is Contrastive on CIFAR-10 in Z26's Table 2`` () =
    let row dataset loss =
        [ "intra_mean"; "intra_variance"; "inter_mean"; "inter_variance" ]
        |> List.map (fun metric -> (PaperFigures.find [ "Z26 T2" ] dataset loss metric |> List.exactlyOne).Text)

    Assert.Equal<string list>(row "cifar10" "contrastive", row "cub200" "arcface")
