module MetricPlugins.Core.Tests.Reporting.PaperFiguresTests

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

[<Fact>]
let ``Every figure that the papers print is there`` () =
    Assert.Equal(289, PaperFigures.all.Length)

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
    Assert.Contains(notes, fun note -> note.StartsWith("Test split. Euclidean distance"))

    Assert.Contains(
        notes,
        fun note ->
            note.Contains "cosine, which is impossible for 19"
            && note.Contains "Euclidean is inferred"
    )

[<Theory>]
[<InlineData("variance", "cifar10", "Contrastive on CIFAR-10")>]
[<InlineData("variance", "cifar10", "CARS196 and CUB-200")>]
[<InlineData("retrieval", "cifar10", "SCL at .9272, above .9248")>]
[<InlineData("retrieval", "tiny-imagenet", "InfoNCE at .7416, above .7303")>]
[<InlineData("greediness", "cifar10", "65 and 38 %, 0.12 and 0.27")>]
[<InlineData("greediness", "cifar10", "m = 2.0 a stable default")>]
[<InlineData("classification", "cifar10", "does not say how its accuracy was measured")>]
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
    Assert.Single notes |> ignore

[<Theory>]
[<InlineData("cifar10", "supcon", "0.9272")>]
[<InlineData("cifar10", "contrastive", "0.9248")>]
[<InlineData("tiny-imagenet", "infonce", "0.7416")>]
[<InlineData("tiny-imagenet", "triplet", "0.7303")>]
let ``The notes quote what the table prints`` (dataset: string, loss: string, text: string) =
    let figure =
        PaperFigures.find [ "Z26 T3" ] dataset loss "recall_at_1" |> List.exactlyOne

    Assert.Equal(text, figure.Text)

[<Fact>]
let ``ArcFace on CUB-200 is Contrastive on CIFAR-10 in Z26's Table 2`` () =
    let row dataset loss =
        [ "intra_mean"; "intra_variance"; "inter_mean"; "inter_variance" ]
        |> List.map (fun metric -> (PaperFigures.find [ "Z26 T2" ] dataset loss metric |> List.exactlyOne).Text)

    Assert.Equal<string list>(row "cifar10" "contrastive", row "cub200" "arcface")
