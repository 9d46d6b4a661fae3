namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// One loss on one dataset and model, with its runs, one for each seed.
type ComparedLoss =
    {
        /// The loss as the study writes it.
        Label: string
        /// The plugin's name, by which the papers' values are found.
        Name: string
        IsBaseline: bool
        /// Complete runs.
        Runs: CompleteRun list
        /// Runs of the plan that are not complete.
        Missing: int
    }

    member loss.IsUntrained = (loss.Name = RunFiles.Untrained)

/// A dataset and model on which losses are compared.
type ComparedPlace =
    {
        Dataset: string
        /// The plugin's name, by which the papers' values are found.
        DatasetName: string
        Model: string
        Losses: ComparedLoss list
        /// The frozen backbone's features without training, if the model has a backbone: a row of the tables without a comparison.
        Untrained: ComparedLoss option
    }

    /// Rows of a table.
    member place.Rows = place.Losses @ Option.toList place.Untrained

    member place.Title = $"{place.Dataset}, {place.Model}"

module ComparedLosses =

    let private loss (baseline: string option) (label, cells: StoredCell list) =
        let runs = cells |> List.choose _.Run

        {
            Label = label
            Name = cells.Head.LossName
            IsBaseline = (Some label = baseline)
            Runs = runs
            Missing = cells.Length - runs.Length
        }

    /// Every dataset and model of a study, with its losses in the order of the plan.
    let places (study: StoredStudy) : ComparedPlace list =
        study.Cells
        |> List.groupBy (fun cell -> cell.Dataset, cell.Model)
        |> List.map (fun ((dataset, model), cells) ->
            {
                Dataset = dataset
                DatasetName = cells.Head.DatasetName
                Model = model
                Losses = cells |> List.groupBy _.Loss |> List.map (loss study.Baseline)
                Untrained =
                    match
                        study.Untrained
                        |> List.filter (fun cell -> (cell.Dataset, cell.Model) = (dataset, model))
                    with
                    | [] -> None
                    | features -> Some(loss None (RunFiles.Untrained, features))
            })

    /// Every label, in the order of the plan; its index decides the loss's colour.
    let labels (study: StoredStudy) : string list =
        study.Cells |> List.map _.Loss |> List.distinct

    /// Pairs of runs of two losses with the same seed.
    let pairs (a: ComparedLoss) (b: ComparedLoss) : (CompleteRun * CompleteRun)[] =
        [|
            for run in a.Runs do
                for other in b.Runs do
                    if run.Identity.Seed = other.Identity.Seed then
                        run, other
        |]

    /// The run with the lowest seed of a loss that has runs.
    let first (loss: ComparedLoss) : CompleteRun = loss.Runs |> List.minBy _.Identity.Seed

    /// Labels and names of the test split's classes, by label; empty if no run was analysed.
    let classes (place: ComparedPlace) : (int * string)[] =
        place.Losses
        |> Seq.collect _.Runs
        |> Seq.collect _.TestClasses
        |> Seq.map (fun c -> c.Label, c.ClassName)
        |> Seq.distinctBy fst
        |> Seq.sortBy fst
        |> Seq.toArray

    /// Mean Euclidean distance of a class's test samples to their mean; NaN where the run has none.
    let intra (label: int) (run: CompleteRun) : double =
        run.TestClasses
        |> Array.tryFind (fun c -> c.Label = label)
        |> Option.map _.Intra.Euclid
        |> Option.defaultValue nan

    /// The estimate of a value over the runs that have it.
    let estimate (value: CompleteRun -> double) (loss: ComparedLoss) : Estimate option =
        loss.Runs
        |> List.map value
        |> List.filter Double.IsFinite
        |> List.toArray
        |> Statistics.estimate
