namespace MetricPlugins.Core.Reporting

open System
open System.Globalization
open MetricPlugins.Core

/// What was run, and on what: lines of a name and a value.
module ReportFacts =

    /// Settings that all runs share have one value; those that differ are listed.
    let private setting (runs: CompleteRun list) name =
        runs
        |> List.choose (fun run -> run.Settings |> Map.tryFind name)
        |> List.distinct
        |> String.concat " / "

    let private seeds (study: StoredStudy) =
        study.Cells |> List.map _.Seed |> List.distinct |> List.sort |> List.map string |> String.concat ", "

    let private data (runs: CompleteRun list) =
        runs
        |> List.groupBy _.Identity.Dataset
        |> List.map (fun (dataset, runs) ->
            let of' = setting runs
            let validation = of' "validation_samples"
            let heldOut = if validation = "0" then "" else $", {validation} validation"
            $"""{dataset}: {of' "train_samples"} training{heldOut}, {of' "test_samples"} test samples in {of' "classes"} classes""")
        |> String.concat "; "

    let private models (runs: CompleteRun list) =
        runs
        |> List.groupBy _.Identity.Model
        |> List.map (fun (model, runs) -> $"""{model}: {setting runs "embedding_size"} dimensions""")
        |> String.concat "; "

    /// Names and values, in the order of the report.
    let all (study: StoredStudy) : (string * string) list =
        let runs = study.Cells |> List.choose _.Run
        let of' = setting runs
        let texts = String.concat ", "

        [
            "Losses", study.Cells |> List.map _.Loss |> List.distinct |> texts
            if study.Baseline.IsSome then
                "Baseline", study.Baseline.Value
            "Data", data runs
            "Model", models runs
            "Seeds", seeds study
            "Training",
            $"""{of' "epochs"} epochs, batches of {of' "batch_size"} ({of' "sampler"}), Adam, learning rate {of' "learning_rate"}, weight decay {of' "weight_decay"}"""
            "Runs", $"{runs.Length} of {study.Cells.Length} complete"
            if study.Started.IsSome then
                "Started", study.Started.Value.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)
            "Machine", $"""{of' "device"}, {of' "threads"} threads"""
            "Versions", study.Versions |> List.map (fun (name, version) -> $"{name} {version}") |> texts
            if not study.Overrides.IsEmpty then
                "Replaced on the command line",
                study.Overrides
                |> List.map (fun (name, value) -> $"{name}={value}")
                |> texts
        ]

    /// What a reader must know before the figures: what is missing, and what weakens the comparison.
    let cautions (study: StoredStudy) : string list =
        let runs = study.Cells |> List.choose _.Run

        [
            for cell in study.Cells do
                if cell.Run.IsNone then
                    let error = cell.Error |> Option.map (fun e -> $": {e}") |> Option.defaultValue ""
                    $"Not in this report: {cell.Loss} on {cell.Dataset}, {cell.Model}, seed {cell.Seed} ({cell.Status}{error})."

            match runs |> List.filter (fun run -> run.Metrics.Length = 0) |> List.length with
            | 0 -> ()
            | count when count = runs.Length -> "The runs were not analysed: variance, retrieval and classification are missing. Analyse them: metric analyze RUNS"
            | count -> $"{count} of {runs.Length} runs were not analysed and lack variance, retrieval and classification. Analyse them: metric analyze RUNS"

            if study.Unplanned > 0 then
                $"The folder holds {study.Unplanned} more complete runs that are not of this plan; they are left out."

            yield! study.Warnings
        ]
