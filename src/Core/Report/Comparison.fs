namespace MetricPlugins.Core

open System.Globalization

/// The tables of a study.
module Comparison =

    /// The metrics of a summary that are printed.
    let private printed (summary: LossSummary) =
        summary.Estimates |> List.filter (fun (metric, _) -> metric.IsPrinted)

    let private epoch (summary: LossSummary) (epochs: Estimate option) =
        let text (value: double) =
            value.ToString("0.0", CultureInfo.InvariantCulture)

        match epochs with
        | _ when summary.Seeds = 0 -> "–"
        | None -> "never"
        | Some e when e.Count < summary.Seeds -> $"{text e.Mean} in {e.Count} of {summary.Seeds}"
        | Some e -> Statistics.text text text e

    let private columns (plan: Plan) : (string * (LossSummary -> string)) list =
        // The plan puts the baseline first.
        let name (loss: PluginChoice) =
            if plan.Study.Baseline.IsSome && loss = plan.Losses.Head then
                $"{loss} (baseline)"
            else
                string loss

        [
            "loss", (fun summary -> name summary.Loss)
            "seeds",
            (fun summary ->
                if summary.Missing = 0 then
                    string summary.Seeds
                else
                    $"{summary.Seeds} of {summary.Seeds + summary.Missing}")
            for metric in TrainingMetrics.all do
                if
                    metric.IsPrinted
                    && (not metric.IsOfValidation || plan.Study.Training.Validation > 0.0)
                then
                    metric.Title.Replace('\u00a0', ' '),
                    (fun summary ->
                        summary.Of metric.Name
                        |> (if metric.IsEpoch then epoch summary else Table.number))
        ]

    /// A heading and a table for each dataset and model; a row is a loss.
    [<CompiledName("Tables")>]
    let tables (results: StudyResults) : (string * Table) list =
        let columns = columns results.Plan

        StudyResults.summaries results
        |> List.groupBy (fun summary -> summary.Dataset, summary.Model)
        |> List.map (fun ((dataset, model), summaries) ->
            $"{dataset}, {model}",
            {
                Columns = columns |> List.map fst
                Rows =
                    summaries
                    |> List.map (fun summary -> columns |> List.map (fun (_, text) -> text summary))
            })

    let private searchText (search: SearchResult) =
        [
            match search.Chosen with
            | Some chosen ->
                $"Search of {search.Loss} on {search.Dataset}, {search.Model}: chose {chosen} by recall@1 on the validation split. Tried:"
            | None ->
                $"Search of {search.Loss} on {search.Dataset}, {search.Model}: nothing chosen, because runs failed or are not finished. Tried:"

            for loss, recall in search.Tried do
                $"- {loss}: {Table.number recall}"
        ]

    /// Notes on the tables.
    let private notes (results: StudyResults) =
        [
            if results.Study.Seeds.Length > 1 then
                $"Mean ± 95 %% t-interval over {results.Study.Seeds.Length} seeds."
            else
                "One seed: no intervals."

            let cells =
                tables results |> List.collect (fun (_, table) -> List.concat table.Rows)

            if cells |> List.exists _.EndsWith(Statistics.TwoSeedsMark) then
                Statistics.TwoSeedsWarning

            "Final loss: mean over the last epoch. Active ratio and gradient norm: over all steps of a run. Decay x %: first epoch whose mean loss "
            + "is at most x % of epoch 0's."

            if not results.Overrides.IsEmpty then
                "Overridden on the command line: "
                + String.concat ", " [ for name, value in results.Overrides -> $"{name}={value}" ]
                + "."

            for warning in results.Plan.Warnings do
                $"Note: {warning}"
        ]

    /// All summaries as one table of plain numbers in full precision, for a spreadsheet: each estimate as its mean, the half-width of its
    /// 95 % interval and its number of runs.
    [<CompiledName("Numbers")>]
    let numbers (results: StudyResults) : Table =
        let number (value: double) =
            value.ToString("R", CultureInfo.InvariantCulture)

        let cells (estimate: Estimate option) =
            match estimate with
            | None -> [ ""; ""; "0" ]
            | Some e ->
                [
                    number e.Mean
                    (if e.HalfWidth.HasValue then
                         number e.HalfWidth.Value
                     else
                         "")
                    string e.Count
                ]

        {
            Columns =
                [ "dataset"; "model"; "loss"; "seeds"; "missing" ]
                @ (TrainingMetrics.all
                   |> List.filter _.IsPrinted
                   |> List.collect (fun { Name = name } -> [ name; $"{name}_half_width_95"; $"{name}_count" ]))
            Rows =
                [
                    for summary in StudyResults.summaries results ->
                        [
                            string summary.Dataset
                            string summary.Model
                            string summary.Loss
                            string summary.Seeds
                            string summary.Missing
                        ]
                        @ (printed summary |> List.collect (snd >> cells))
                ]
        }

    /// The tables, searches and notes as Markdown.
    [<CompiledName("Markdown")>]
    let markdown (results: StudyResults) : string =
        [
            $"# {results.Study.Name}"

            for heading, table in tables results do
                $"## {heading}"
                Table.markdown 1 table

            for search in StudyResults.searches results do
                searchText search |> String.concat "\n"

            notes results |> String.concat "\n\n"
        ]
        |> String.concat "\n\n"
