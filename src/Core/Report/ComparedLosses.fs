namespace MetricPlugins.Core.Reporting

open System
open MetricPlugins.Core

/// One loss on one dataset and model, with its runs, one a seed.
type ComparedLoss =
    {
        /// As the study writes it.
        Label: string
        /// The plugin's name, which the papers' figures go by.
        Name: string
        IsBaseline: bool
        /// Complete ones.
        Runs: CompleteRun list
        /// Runs of the plan that are not complete.
        Missing: int
    }

    member loss.IsUntrained = (loss.Name = RunFiles.Untrained)

/// A dataset and model, on which losses are compared.
type ComparedPlace =
    {
        Dataset: string
        /// The plugin's name, which the papers' figures go by.
        DatasetName: string
        Model: string
        Losses: ComparedLoss list
        /// The frozen backbone's features as they are, where the model has one: a row of the tables, compared with nothing.
        Untrained: ComparedLoss option
    }

    /// A row of a table each.
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

    /// The losses of a study in the order of its plan, and what was trained under them.
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

    /// Every label, in the order of the plan: its place is the loss's colour.
    let labels (study: StoredStudy) : string list =
        study.Cells |> List.map _.Loss |> List.distinct

    /// The runs of two losses with the same seed.
    let pairs (a: ComparedLoss) (b: ComparedLoss) : (CompleteRun * CompleteRun)[] =
        [|
            for run in a.Runs do
                for other in b.Runs do
                    if run.Identity.Seed = other.Identity.Seed then
                        run, other
        |]

    /// The run of the lowest seed of a loss that has one.
    let first (loss: ComparedLoss) : CompleteRun = loss.Runs |> List.minBy _.Identity.Seed

    /// Labels and names of the test split's classes, by label; none as long as no run was analysed.
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

    /// What a figure comes to over the runs that have it.
    let estimate (value: CompleteRun -> double) (loss: ComparedLoss) : Estimate option =
        loss.Runs
        |> List.map value
        |> List.filter Double.IsFinite
        |> List.toArray
        |> Statistics.estimate
