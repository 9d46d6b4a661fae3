namespace MetricPlugins.Core

open System
open System.IO

/// What came of one cell.
type RunResult =
    {
        Cell: Cell
        Run: RunIdentity
        Folder: string
        /// It was finished before.
        Reused: bool
        /// There when the run is complete.
        Figures: RunFigures option
        /// There when it failed.
        Error: string option
    }

/// What came of a study.
type StudyResults =
    {
        Study: Study
        /// The study's own folder.
        Folder: string
        Runs: RunResult list
        /// What weakens the comparison.
        Warnings: string list
    }

/// One loss beside the others, on one dataset and model: figures over its seeds.
type LossSummary =
    {
        Dataset: PluginChoice
        Model: PluginChoice
        Loss: PluginChoice
        /// Runs that are complete.
        Seeds: int
        /// Runs that are not.
        Missing: int
        FinalLoss: Estimate option
        /// Over all steps of a run: active terms of all terms.
        ActiveRatio: Estimate option
        /// Mean over all steps of a run.
        GradNorm: Estimate option
        /// Over the runs whose loss fell to half of its first epoch's, and to a tenth; the others never did.
        DecayEpoch50: Estimate option
        DecayEpoch10: Estimate option
        /// Where the study keeps a validation split.
        ValidationRecallAt1: Estimate option
    }

/// What a search tried and chose.
type SearchResult =
    {
        Dataset: PluginChoice
        Model: PluginChoice
        Loss: string
        /// Every candidate with its recall@1 on the validation split, mean over the seeds.
        Tried: (PluginChoice * Estimate option) list
        /// The candidate of the highest recall@1, the first of several; none when no candidate has one for every seed.
        Chosen: PluginChoice option
    }

/// Figures of a study's runs, put side by side.
module StudyResults =

    let private ofSeeds (runs: RunResult list) (figure: RunFigures -> Nullable<double>) =
        runs
        |> List.choose _.Figures
        |> List.map figure
        |> List.filter _.HasValue
        |> List.map _.Value
        |> List.toArray
        |> Statistics.estimate

    let private summarize (dataset, model, loss) (runs: RunResult list) =
        let over = ofSeeds runs

        let epoch (value: Nullable<int>) =
            if value.HasValue then
                Nullable(double value.Value)
            else
                Nullable()

        let seeds = runs |> List.choose _.Figures |> List.length

        {
            Dataset = dataset
            Model = model
            Loss = loss
            Seeds = seeds
            Missing = runs.Length - seeds
            FinalLoss = over (fun figures -> Nullable figures.FinalLoss)
            ActiveRatio = over _.ActiveRatio
            GradNorm = over (fun figures -> Nullable figures.GradNormMean)
            DecayEpoch50 = over (fun figures -> epoch figures.DecayEpoch50)
            DecayEpoch10 = over (fun figures -> epoch figures.DecayEpoch10)
            ValidationRecallAt1 = over _.ValidationRecallAt1
        }

    /// One summary for each dataset, model and loss, in the order of the plan.
    [<CompiledName("Summaries")>]
    let summaries (results: StudyResults) : LossSummary list =
        results.Runs
        |> List.groupBy (fun run -> run.Cell.Dataset, run.Cell.Model, run.Cell.Loss)
        |> List.map (fun (cell, runs) -> summarize cell runs)

    let private choose (tried: LossSummary list) =
        match
            tried
            |> List.filter (fun summary -> summary.Missing = 0 && summary.ValidationRecallAt1.IsSome)
        with
        | [] -> None
        | complete ->
            let best =
                complete |> List.maxBy (fun summary -> summary.ValidationRecallAt1.Value.Mean)

            Some best.Loss

    /// What each search chose, on each dataset and model: by recall@1 on the validation split, never on the test split.
    [<CompiledName("Searches")>]
    let searches (results: StudyResults) : SearchResult list =
        [
            for (dataset, model), summaries in
                summaries results
                |> List.groupBy (fun summary -> summary.Dataset, summary.Model) do
                for search in results.Study.Searches do
                    let candidates = Plan.candidates results.Study search

                    let tried =
                        summaries |> List.filter (fun summary -> List.contains summary.Loss candidates)

                    {
                        Dataset = dataset
                        Model = model
                        Loss = search.Loss.Name
                        Tried = tried |> List.map (fun summary -> summary.Loss, summary.ValidationRecallAt1)
                        Chosen = choose tried
                    }
        ]
