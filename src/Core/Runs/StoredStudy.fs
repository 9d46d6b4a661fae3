namespace MetricPlugins.Core

open System
open System.Collections.Generic
open System.IO
open MetricPlugins

/// A trained run as stored in its files.
type CompleteRun =
    {
        Folder: string
        Identity: RunIdentity
        Settings: TrainingSettings
        Facts: RunFacts
        Figures: RunFigures
        Epochs: EpochRow[]
        /// Empty, like the classes, until the run is analysed.
        Metrics: Metric[]
        Classes: ClassRow[]
    }

    /// A metric of a split; NaN if missing.
    member run.MetricOf(split: string, name: string, distance: string) : double =
        run.Metrics
        |> Array.tryFind (fun m -> m.Split = split && m.Name = name && m.Distance = distance)
        |> Option.map _.Value.GetValueOrDefault(nan)
        |> Option.defaultValue nan

    /// A metric of the test split; NaN if missing.
    member run.Metric(name: string, distance: string) : double = run.MetricOf("test", name, distance)

    /// The classes of the test split.
    member run.TestClasses = run.Classes |> Array.filter (fun c -> c.Split = "test")

    /// True for a frozen backbone's features, without a trained head.
    member run.IsUntrained = (run.Settings.Epochs = 0)

    /// The last epoch trained, from 0.
    member run.LastEpoch = run.Epochs.Length - 1

/// Reads the Parquet files of a trained run.
module CompleteRun =

    let private columns (path: string) =
        (StoredTable.ReadAsync path).GetAwaiter().GetResult()

    let private ifThere path (read: string -> 'T[]) =
        if File.Exists path then read path else [||]

    /// A run without its steps and embeddings.
    [<CompiledName("Read")>]
    let read (folder: string) : CompleteRun =
        let path name = Path.Combine(folder, name)
        let run = columns (path RunFiles.Run)
        let settings, facts, figures = RunFiles.ofRun (path RunFiles.Run) run

        {
            Folder = folder
            Identity = RunFiles.identity run
            Settings = settings
            Facts = facts
            Figures = figures
            Epochs = Columns.rows (columns (path RunFiles.Epochs))
            Metrics = ifThere (path AnalysisFiles.Metrics) (fun path -> (AnalysisFiles.readMetrics path).GetAwaiter().GetResult())
            Classes = ifThere (path AnalysisFiles.Classes) (columns >> Columns.rows)
        }

    /// The result of every query of the test split; empty until the run is analysed.
    [<CompiledName("Queries")>]
    let queries (run: CompleteRun) : QueryRow[] =
        ifThere (Path.Combine(run.Folder, AnalysisFiles.Queries)) (columns >> Columns.rows)

    /// The names of the classes, by label, and the embeddings of the test split. Raises an InvalidDataException if the run has none, an
    /// IOException if its file is missing.
    [<CompiledName("TestEmbeddings")>]
    let testEmbeddings (run: CompleteRun) : string[] * SplitEmbeddings =
        let path = Path.Combine(run.Folder, RunFiles.Embeddings)
        let stored = (RunFiles.readEmbeddings path).GetAwaiter().GetResult()

        match stored.Splits |> Array.tryFind (fun split -> split.Split = "test") with
        | Some test -> stored.ClassNames, test
        | None -> raise (InvalidDataException $"{path} holds no test embeddings.")

    /// The projected test inputs; None for runs of versions that did not store them.
    [<CompiledName("Inputs")>]
    let inputs (run: CompleteRun) : InputPlane option =
        let path = Path.Combine(run.Folder, InputProjection.File)

        if File.Exists path then
            Some((InputProjection.read path).GetAwaiter().GetResult())
        else
            None

    /// Each pair of classes of the test split; empty until the run is analysed, and if there are too many classes.
    [<CompiledName("TestClassPairs")>]
    let testClassPairs (run: CompleteRun) : ClassPairRow[] =
        ifThere (Path.Combine(run.Folder, AnalysisFiles.ClassPairs)) (columns >> Columns.rows)
        |> Array.filter (fun pair -> pair.Split = "test")

/// One run of a study's plan: dataset, model and loss as the study writes them, and the run's status.
type StoredCell =
    {
        Dataset: string
        Model: string
        Loss: string
        /// Names of the plugins, by which the papers' values are found.
        DatasetName: string
        LossName: string
        Seed: int64
        /// complete, trained, failed, interrupted, running, planned, or broken: complete by its manifest, but a file cannot be read.
        Status: string
        Error: string option
        /// Some if it is complete.
        Run: CompleteRun option
    }

/// A study as stored in its folder.
type StoredStudy =
    {
        Name: string
        Folder: string
        /// From study.json; None for runs without a study.
        Status: string option
        /// The loss that all others are compared with, as the study writes it.
        Baseline: string option
        Warnings: string list
        /// Settings overridden on the command line.
        Overrides: (string * string) list
        Versions: (string * string) list
        /// Start of the study, or of its first run.
        Started: DateTime option
        Script: string option
        /// In the order of the plan.
        Cells: StoredCell list
        /// Features of the frozen backbones that the plan's runs were trained on, under the datasets and models of these runs.
        Untrained: StoredCell list
        /// Number of complete runs in the folder that are not in the plan.
        Unplanned: int
        /// Problems of the broken runs, a line each.
        Broken: string list
    }

/// Finds the runs of a study.
module StoredStudy =

    /// The folder of the only study at or below this folder, if it has a study.json; else this folder.
    let private studyFolder (folder: string) =
        if not (Directory.Exists folder) then
            raise (
                InvalidInputException $"{Path.GetFullPath folder} does not exist. Name the folder of a study or run, as in runs/quickstart."
            )

        let below =
            Directory.GetFiles(folder, Manifest.Study, SearchOption.AllDirectories)
            |> Array.map (Path.GetFullPath >> Path.GetDirectoryName >> nonNull)

        match below with
        | _ when Array.contains (Path.TrimEndingDirectorySeparator(Path.GetFullPath folder)) below -> folder
        | [||] -> folder
        | [| only |] -> only
        | several ->
            let listed = several |> Array.sort |> String.concat ", "
            raise (InvalidInputException $"{Path.GetFullPath folder} holds several studies. Name the folder of one: {listed}.")

    /// Every run folder below a folder, with its manifest or the reason why it cannot be read.
    let private manifests (folder: string) : (string * Result<RunManifest, string>)[] =
        let read folder =
            try
                match Manifest.readRun folder with
                | Some manifest -> Ok manifest
                | None -> Error $"{folder} no longer holds a run."
            with
            | :? InvalidInputException
            | :? IOException as e -> Error e.Message

        Directory.GetFiles(folder, Manifest.Run, SearchOption.AllDirectories)
        |> Array.sortWith (fun a b -> String.CompareOrdinal(a, b))
        |> Array.map (fun path ->
            let folder = path |> Path.GetFullPath |> Path.GetDirectoryName |> nonNull
            folder, read folder)

    let private statusName (status: RunStatus) = (string status).ToLowerInvariant()

    let private cell
        (runs: Map<string, Result<CompleteRun, string>>)
        (manifests: Map<string, Result<RunManifest, string>>)
        (folder: string)
        (planned: PlannedRun)
        =
        let place = Path.GetFullPath(Path.Combine(folder, planned.Folder))

        {
            Dataset = PluginChoice.Normalized planned.Dataset
            Model = PluginChoice.Normalized planned.Model
            Loss = PluginChoice.Normalized planned.Loss
            DatasetName = (PluginChoice.Parse planned.Dataset).Name
            LossName = (PluginChoice.Parse planned.Loss).Name
            Seed = planned.Seed
            Status =
                match runs |> Map.tryFind place, manifests |> Map.tryFind place with
                | Some(Error _), _
                | _, Some(Error _) -> "broken"
                | _, Some(Ok manifest) -> statusName manifest.Status
                | _, None -> "planned"
            Error =
                match manifests |> Map.tryFind place with
                | Some(Ok manifest) -> Option.ofObj manifest.Error
                | _ -> None
            Run = runs |> Map.tryFind place |> Option.bind Result.toOption
        }

    /// The cell of a run without a plan, under its own names; a variant other than the default is part of the loss's label.
    let private unplanned (run: CompleteRun) =
        let identity = run.Identity

        {
            Dataset = identity.Dataset
            Model = identity.Model
            Loss =
                if identity.Variant = "default" then
                    identity.Loss
                else
                    $"{identity.Loss} {identity.Variant}"
            DatasetName = identity.Dataset
            LossName = identity.Loss
            Seed = identity.Seed
            Status = "complete"
            Error = None
            Run = Some run
        }

    /// Cells of untrained features, under the datasets and models of the cells that were trained on them.
    let private untrained (cells: StoredCell list) (runs: CompleteRun[]) =
        let place (run: CompleteRun) =
            let identity, facts = run.Identity, run.Facts
            identity.Dataset, identity.Model, facts.DatasetOptions, facts.ModelOptions, run.Settings.Validation

        [
            for run in runs do
                match
                    cells
                    |> List.tryFind (fun cell -> cell.Run |> Option.map place = Some(place run))
                with
                | Some cell ->
                    { cell with
                        Loss = RunFiles.Untrained
                        LossName = RunFiles.Untrained
                        Seed = run.Identity.Seed
                        Run = Some run
                    }
                | None -> ()
        ]

    let private readable (folder: string) : Result<CompleteRun, string> =
        try
            Ok(CompleteRun.read folder)
        with
        | :? InvalidDataException
        | :? IOException as e -> Error e.Message

    /// Reads the complete runs of the study in this folder, or of the only one below it: those planned by its study.json, or all runs
    /// without one. Raises an InvalidInputException if there is no complete run, or if the runs belong to several studies, and an
    /// InvalidDataException if a manifest is malformed or no complete run can be read.
    [<CompiledName("Read")>]
    let read (folder: string) : StoredStudy =
        let folder = studyFolder folder
        let found = manifests folder

        let complete =
            found
            |> Array.filter (fun (_, manifest) ->
                match manifest with
                | Ok manifest -> manifest.Status = RunStatus.Complete
                | Error _ -> false)
            |> Array.Parallel.map (fun (path, _) -> path, readable path)

        let broken =
            [
                for _, manifest in found do
                    match manifest with
                    | Ok _ -> ()
                    | Error reason -> reason

                for _, run in complete do
                    match run with
                    | Ok _ -> ()
                    | Error reason -> reason
            ]

        let features, runs =
            complete
            |> Array.choose (fun (path, run) -> run |> Result.toOption |> Option.map (fun run -> path, run))
            |> Array.partition (fun (_, run) -> run.IsUntrained)

        match broken with
        | reason :: _ when runs.Length = 0 -> raise (InvalidDataException reason)
        | _ when runs.Length = 0 ->
            raise (InvalidInputException $"There is no complete run below {Path.GetFullPath folder}. Train a study or name another folder.")
        | _ -> ()

        match runs |> Array.map (fun (_, run) -> run.Identity.Study) |> Array.distinct with
        | [| _ |] -> ()
        | several ->
            let listed = String.Join(", ", several)
            raise (InvalidInputException $"{Path.GetFullPath folder} holds runs of several studies. Name the folder of one: {listed}.")

        let byFolder = Map.ofArray complete
        let plan = Manifest.readStudy folder

        let cells =
            match plan with
            | Some study -> study.Runs |> Seq.map (cell byFolder (Map.ofArray found) folder) |> List.ofSeq
            | None -> runs |> Array.map (snd >> unplanned) |> List.ofArray

        let pairs (values: IReadOnlyDictionary<string, string>) =
            [ for pair in values -> pair.Key, pair.Value ]

        let first = found |> Array.pick (fun (_, manifest) -> Result.toOption manifest)

        {
            Name = (snd runs[0]).Identity.Study
            Folder = Path.GetFullPath folder
            Status = plan |> Option.map (_.Status >> statusName)
            Baseline =
                plan
                |> Option.bind (_.Baseline >> Option.ofObj)
                |> Option.map PluginChoice.Normalized
            Warnings = plan |> Option.map (_.Warnings >> List.ofSeq) |> Option.defaultValue []
            Overrides = plan |> Option.map (_.Overrides >> pairs) |> Option.defaultValue []
            Versions = plan |> Option.map _.Versions |> Option.defaultValue first.Versions |> pairs
            Started = Some(plan |> Option.map _.Started |> Option.defaultValue first.Started)
            Script = plan |> Option.map _.Script
            Cells = cells
            Untrained = features |> Array.map snd |> untrained cells
            Unplanned = runs.Length - (cells |> List.filter _.Run.IsSome |> List.length)
            Broken = broken
        }
