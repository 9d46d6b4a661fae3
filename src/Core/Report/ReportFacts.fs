namespace MetricPlugins.Core.Reporting

open System
open System.Globalization
open MetricPlugins.Core

/// The set-up of a study: names and values.
module ReportFacts =

    /// The value of a setting; if the runs differ, all values, separated by slashes.
    let private setting (runs: CompleteRun list) (value: CompleteRun -> 'T) =
        runs
        |> List.map (fun run -> String.Format(CultureInfo.InvariantCulture, "{0}", value run))
        |> List.distinct
        |> String.concat " / "

    let private data (runs: CompleteRun list) =
        runs
        |> List.groupBy _.Identity.Dataset
        |> List.map (fun (dataset, runs) ->
            let heldOut =
                match setting runs _.Facts.ValidationSamples with
                | "0" -> ""
                | count -> $", {count} validation"

            $"{dataset}: {setting runs _.Facts.TrainSamples} training{heldOut}, {setting runs _.Facts.TestSamples} test samples in {setting runs _.Facts.Classes} classes")
        |> String.concat "; "

    let private models (runs: CompleteRun list) =
        runs
        |> List.groupBy _.Identity.Model
        |> List.map (fun (model, runs) -> $"{model}: {setting runs _.Facts.EmbeddingSize} dimensions")
        |> String.concat "; "

    /// 0.00001 rather than 1E-05.
    let private plain (value: double) =
        value.ToString("0.##########", CultureInfo.InvariantCulture)

    let private training (runs: CompleteRun list) =
        $"{setting runs _.Settings.Epochs} epochs, batches of {setting runs _.Settings.BatchSize} ({setting runs _.Settings.Sampler}), Adam, "
        + $"learning rate {setting runs (_.Settings.LearningRate >> plain)}, weight decay {setting runs (_.Settings.WeightDecay >> plain)}"

    /// Names and values, in the order of the report.
    let all (study: StoredStudy) : (string * string) list =
        let runs = study.Cells |> List.choose _.Run
        let texts = String.concat ", "

        let pairs separator =
            List.map (fun (name, value) -> $"{name}{separator}{value}") >> texts

        [
            "Losses", study.Cells |> List.map _.Loss |> List.distinct |> texts

            match study.Baseline with
            | Some baseline -> "Baseline", baseline
            | None -> ()

            "Data", data runs
            "Model", models runs
            "Seeds",
            study.Cells
            |> List.map _.Seed
            |> List.distinct
            |> List.sort
            |> List.map string
            |> texts
            "Training", training runs
            "Runs", $"{runs.Length} of {study.Cells.Length} complete"

            match study.Started with
            | Some started -> "Started", started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)
            | None -> ()

            "Machine", $"{setting runs _.Facts.Device}, {setting runs _.Facts.Threads} threads"
            "Versions", pairs " " study.Versions

            if not study.Overrides.IsEmpty then
                "Overridden on the command line", pairs "=" study.Overrides
        ]

    /// Caveats: missing runs, and weaknesses of the comparison.
    let cautions (study: StoredStudy) : string list =
        let runs = study.Cells |> List.choose _.Run

        [
            for cell in study.Cells do
                if cell.Run.IsNone then
                    let error = cell.Error |> Option.map (fun e -> $": {e}") |> Option.defaultValue ""
                    $"Not in this report: {cell.Loss} on {cell.Dataset}, {cell.Model}, seed {cell.Seed} ({cell.Status}{error})."

            match runs |> List.filter (fun run -> run.Metrics.Length = 0) |> List.length with
            | 0 -> ()
            | count when count = runs.Length ->
                "The runs were not analysed: variance, retrieval and classification are missing. To analyse them: metric analyze RUNS"
            | count ->
                $"{count} of {runs.Length} runs were not analysed and lack variance, retrieval and classification. To analyse them: metric analyze RUNS"

            if study.Unplanned > 0 then
                $"{study.Unplanned} complete runs in the folder are not part of the study's plan and are left out."

            yield! study.Broken
            yield! study.Warnings
        ]
