module MetricPlugins.Core.Tests.Reporting.UntrainedTests

open System
open System.IO
open Xunit
open MetricPlugins.Core
open MetricPlugins.Core.Reporting

/// A folder of stored runs that goes with the test.
type private Runs() =
    let root = Directory.CreateTempSubdirectory("metric-test-").FullName

    member _.Study = Path.Combine(root, "made-up")

    /// Stores a run as training leaves it, without embeddings.
    member _.Put(run: CompleteRun) =
        let folder = RunFiles.folder root run.Identity
        Directory.CreateDirectory folder |> ignore

        (RunFiles.writeRun (Path.Combine(folder, RunFiles.Run)) run.Identity run.Settings run.Facts run.Figures).Wait()

        (RunFiles.writeEpochs (Path.Combine(folder, RunFiles.Epochs)) run.Identity run.Epochs).Wait()

        File.WriteAllText(
            Path.Combine(folder, Manifest.Run),
            """{ "status": "complete", "config": {}, "config_hash": "hash", "versions": {} }"""
        )

    interface IDisposable with
        member _.Dispose() = Directory.Delete(root, true)

/// The features below runs on a dataset.
let private untrained dataset (metrics: Metric list) =
    let run = MadeUp.run dataset RunFiles.Untrained 0L metrics

    { run with
        Settings = { run.Settings with Epochs = 0 }
        Figures = Greediness.summarize [||]
        Epochs = [||]
    }

[<Fact>]
let ``Features stand beside the runs that were trained on them`` () =
    use runs = new Runs()

    for dataset in [ "cifar10"; "cub200" ] do
        for seed in [ 0L; 1L ] do
            runs.Put(MadeUp.run dataset "contrastive" seed [])

    runs.Put(untrained "cub200" [])
    let study = StoredStudy.read runs.Study
    Assert.Equal(4, study.Cells.Length)
    Assert.Equal(0, study.Unplanned)
    let features = Assert.Single study.Untrained
    Assert.Equal(("cub200", "mlp", "untrained", 0L), (features.Dataset, features.Model, features.Loss, features.Seed))

    let places = ComparedLosses.places study
    Assert.Equal<string list>([ "cifar10"; "cub200" ], places |> List.map _.Dataset)
    Assert.Equal<bool list>([ false; true ], places |> List.map _.Untrained.IsSome)
    Assert.Equal<string list>([ "contrastive" ], ComparedLosses.labels study)

[<Fact>]
let ``Features of other options or of another hold-out are not theirs`` () =
    use runs = new Runs()
    runs.Put(MadeUp.run "cifar10" "contrastive" 0L [])

    let others: (string * (CompleteRun -> CompleteRun)) list =
        [
            "a",
            (fun run ->
                { run with
                    Facts.DatasetOptions = """{"share":0.5}"""
                })
            "b",
            (fun run ->
                { run with
                    Facts.ModelOptions = """{"weights":"x"}"""
                })
            "c", (fun run -> { run with Settings.Validation = 0.1 })
        ]

    for variant, change in others do
        let run = untrained "cifar10" [] |> change

        runs.Put
            { run with
                Identity =
                    { run.Identity with
                        Variant = $"default-{variant}"
                    }
            }

    Assert.Empty((StoredStudy.read runs.Study).Untrained)
    runs.Put(untrained "cifar10" [])
    Assert.Single((StoredStudy.read runs.Study).Untrained) |> ignore

[<Fact>]
let ``Features alone are no study`` () =
    use runs = new Runs()
    runs.Put(untrained "cifar10" [])

    let told =
        Assert.Throws<MetricPlugins.InvalidInputException>(fun () -> StoredStudy.read runs.Study |> ignore)

    Assert.Contains("no complete run", told.Message)

let private study =
    let losses =
        [
            for loss, values in [ "contrastive", [ 0.50; 0.51; 0.52 ]; "triplet", [ 0.60; 0.62; 0.61 ] ] do
                for seed, value in List.indexed values do
                    MadeUp.cell (MadeUp.run "cifar10" loss (int64 seed) [ MadeUp.recall value ])
        ]

    { MadeUp.study losses with
        Untrained = [ MadeUp.cell (untrained "cifar10" [ MadeUp.recall 0.95 ]) ]
    }

let private table name =
    ReportTables.layouts
    |> List.find (fun layout -> layout.Name = name)
    |> ReportTable.fill (ComparedLosses.places study)

[<Fact>]
let ``They are a row of every table, the last of their place`` () =
    for layout in ReportTables.layouts do
        let table = ReportTable.fill (ComparedLosses.places study) layout

        for _, rows in table.Places do
            Assert.Equal<string list>([ "contrastive"; "triplet"; "untrained" ], rows |> List.map _.Loss.Label)

[<Fact>]
let ``They are compared with nothing and never the best`` () =
    let text = table "retrieval" |> ReportTable.markdown
    Assert.Contains("0.9500", text)
    Assert.Contains("**0.6100", text)
    Assert.DoesNotContain("**0.95", text)

    for comparison in LossComparison.ofStudy "contrastive" ReportTables.measures (ComparedLosses.places study) do
        Assert.NotEqual<string>("untrained", comparison.Loss.Label)

[<Fact>]
let ``Nothing of their training is told, since there was none`` () =
    let greediness = table "greediness"

    let row =
        (ReportTable.readable greediness).Rows
        |> List.find (List.contains RunFiles.Untrained)

    Assert.All(row |> List.skip 4 |> List.filter (fun text -> text <> ""), (fun text -> Assert.Equal("–", text)))

    let numbers = ReportTable.numbers greediness
    let lastEpoch = List.findIndex ((=) "last_epoch") numbers.Columns

    for row in numbers.Rows |> List.filter (List.contains RunFiles.Untrained) do
        Assert.Equal("", row[lastEpoch])

[<Fact>]
let ``A note says what they are, where there are any`` () =
    let said = ReportTable.generalNotes [ table "retrieval" ]
    Assert.Contains(said, (fun note -> note.StartsWith "untrained:"))

    let without =
        ReportTables.layouts
        |> List.map (ReportTable.fill (ComparedLosses.places { study with Untrained = [] }))

    Assert.DoesNotContain(ReportTable.generalNotes without, (fun note -> note.StartsWith "untrained:"))
