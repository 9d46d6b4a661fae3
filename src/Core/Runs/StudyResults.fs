namespace MetricPlugins.Core

open System
open System.IO

/// The outcome of one cell.
type RunResult =
    {
        Cell: Cell
        Run: RunIdentity
        Status: RunStatus
        Folder: string
        /// It was already complete.
        Reused: bool
        /// Some if the run is complete.
        Figures: RunFigures option
        /// Why it failed or was not analysed.
        Error: string option
    }

    /// Warning for a complete run whose active ratio is null.
    static member NoTerms =
        "No batch held a term: the loss never compared any samples. Larger batches hold more pairs."

/// The outcome of a study.
type StudyResults =
    {
        Plan: Plan
        /// Settings overridden on the command line.
        Overrides: (string * string) list
        /// The study's folder.
        Folder: string
        Runs: RunResult list
    }

    /// The study, with command-line overrides applied.
    member results.Study = results.Plan.Study

/// Estimates of one loss over its seeds, on one dataset and model.
type LossSummary =
    {
        Dataset: PluginChoice
        Model: PluginChoice
        Loss: PluginChoice
        /// Number of complete runs.
        Seeds: int
        /// Number of planned runs that are not complete.
        Missing: int
        /// Every training metric over the seeds; for decay epochs, over the runs that reached them. None if no run has the metric.
        Estimates: (TrainingMetric * Estimate option) list
    }

    /// A training metric by its name, as `final_loss`.
    member summary.Of(name: string) : Estimate option =
        summary.Estimates
        |> List.tryPick (fun (metric, estimate) -> if metric.Name = name then estimate else None)

/// Candidates and choice of a search.
type SearchResult =
    {
        Dataset: PluginChoice
        Model: PluginChoice
        Loss: string
        /// Every candidate with its recall@1 on the validation split, mean over the seeds.
        Tried: (PluginChoice * Estimate option) list
        /// The candidate with the highest recall@1, the first in a tie, among those whose runs are all complete; None while runs of the
        /// search are pending.
        Chosen: PluginChoice option
    }

/// Summaries of a study's runs.
module StudyResults =

    let private ofSeeds (runs: RunResult list) (figure: RunFigures -> Nullable<double>) =
        runs
        |> List.choose _.Figures
        |> List.map figure
        |> List.filter _.HasValue
        |> List.map _.Value
        |> List.toArray
        |> Statistics.estimate

    let private summarize (planned: int) (dataset, model, loss) (runs: RunResult list) =
        let seeds = runs |> List.choose _.Figures |> List.length

        {
            Dataset = dataset
            Model = model
            Loss = loss
            Seeds = seeds
            Missing = planned - seeds
            Estimates =
                TrainingMetrics.all
                |> List.map (fun metric -> metric, ofSeeds runs metric.Value)
        }

    /// One summary for each dataset, model and loss, in the order of the plan.
    [<CompiledName("Summaries")>]
    let summaries (results: StudyResults) : LossSummary list =
        results.Runs
        |> List.groupBy (fun run -> run.Cell.Dataset, run.Cell.Model, run.Cell.Loss)
        |> List.map (fun (cell, runs) -> summarize results.Study.Seeds.Length cell runs)

    let private choose (tried: LossSummary list) =
        let recall (summary: LossSummary) =
            match summary.Of "validation_recall_at_1" with
            | Some estimate when summary.Missing = 0 && Double.IsFinite estimate.Mean -> Some estimate.Mean
            | _ -> None

        match tried |> List.filter (recall >> Option.isSome) with
        | [] -> None
        | complete -> Some (complete |> List.maxBy recall).Loss

    let private ofSearch (results: StudyResults) (dataset, model) (search: PlannedSearch) =
        let isOfSearch (run: RunResult) =
            (run.Cell.Dataset, run.Cell.Model) = (dataset, model)
            && List.contains run.Cell.Loss search.Candidates

        let planned =
            results.Plan.Cells
            |> List.filter (fun cell ->
                (cell.Dataset, cell.Model) = (dataset, model)
                && List.contains cell.Loss search.Candidates)

        let cameOut =
            results.Runs
            |> List.filter (fun run -> isOfSearch run && (run.Figures.IsSome || run.Error.IsSome))

        let tried =
            summaries results
            |> List.filter (fun summary ->
                (summary.Dataset, summary.Model) = (dataset, model)
                && List.contains summary.Loss search.Candidates)

        {
            Dataset = dataset
            Model = model
            Loss = search.Loss
            Tried =
                tried
                |> List.map (fun summary -> summary.Loss, summary.Of "validation_recall_at_1")
            Chosen =
                if cameOut.Length = planned.Length then
                    choose tried
                else
                    None
        }

    /// What each search chose, on each dataset and model: by recall@1 on the validation split, never on the test split.
    [<CompiledName("Searches")>]
    let searches (results: StudyResults) : SearchResult list =
        [
            for place in
                results.Plan.Cells
                |> List.map (fun cell -> cell.Dataset, cell.Model)
                |> List.distinct do
                for search in results.Plan.Searches do
                    ofSearch results place search
        ]
