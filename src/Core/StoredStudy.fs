namespace MetricPlugins.Core

open System
open System.IO
open System.Text.Json
open MetricPlugins

/// One run of a study's plan: dataset, model and loss as the study writes them, and how it stands.
type StoredCell =
    {
        Dataset: string
        Model: string
        Loss: string
        Seed: int64
        /// complete, failed, interrupted, running, or planned; broken, where it is complete by its manifest and a file cannot be read.
        Status: string
        Error: string option
        /// There when it is complete.
        Run: CompleteRun option
    }

/// A study as its folder tells it.
type StoredStudy =
    {
        Name: string
        Folder: string
        /// As study.json says; none of single runs.
        Status: string option
        /// The loss the others are compared with, as the study writes it.
        Baseline: string option
        Warnings: string list
        /// Settings that the command line replaced.
        Overrides: (string * string) list
        Versions: (string * string) list
        /// When the study, or its first run, was started.
        Started: DateTime option
        Script: string option
        /// In the order of the plan.
        Cells: StoredCell list
        /// Features of the frozen backbones that the plan's runs were trained on, as they are; they go by the datasets and models of these runs.
        Untrained: StoredCell list
        /// Complete runs in the folder that the plan does not name.
        Unplanned: int
        /// What is wrong with the broken runs: a line each.
        Broken: string list
    }

/// Finds the runs of a study.
module StoredStudy =

    [<Literal>]
    let Manifest = "study.json"

    let private json (path: string) =
        try
            use document = JsonDocument.Parse(File.ReadAllBytes path)
            document.RootElement.Clone()
        with :? JsonException as e ->
            raise (InvalidDataException($"{path} should be a manifest and cannot be read: {e.Message} Train again with --fresh.", e))

    let private property (name: string) (element: JsonElement) =
        match element.TryGetProperty name with
        | true, value when value.ValueKind <> JsonValueKind.Null -> Some value
        | _ -> None

    let private text (name: string) (element: JsonElement) =
        property name element |> Option.map string

    let private required name (element: JsonElement) =
        text name element
        |> Option.defaultWith (fun () -> raise (InvalidDataException $"A manifest has no \"{name}\": {element.GetRawText()}"))

    let private pairs name (element: JsonElement) =
        property name element
        |> Option.map (fun pairs -> [ for pair in pairs.EnumerateObject() -> pair.Name, string pair.Value ])
        |> Option.defaultValue []

    let private items name (element: JsonElement) =
        property name element
        |> Option.map (fun items -> List.ofSeq (items.EnumerateArray()))
        |> Option.defaultValue []

    let private started (element: JsonElement) =
        property "started" element |> Option.map _.GetDateTime()

    /// The folder of the only study there is here, if it has a study.json; else this one.
    let private studyFolder (folder: string) =
        if not (Directory.Exists folder) then
            raise (
                InvalidInputException $"There is no folder {Path.GetFullPath folder}. Name that of a study or run, as in runs/quickstart."
            )

        let below =
            Directory.GetFiles(folder, Manifest, SearchOption.AllDirectories)
            |> Array.map (Path.GetFullPath >> Path.GetDirectoryName >> nonNull)

        match below with
        | _ when Array.contains (Path.TrimEndingDirectorySeparator(Path.GetFullPath folder)) below -> folder
        | [||] -> folder
        | [| only |] -> only
        | several ->
            let listed = several |> Array.sort |> String.concat ", "
            raise (InvalidInputException $"{Path.GetFullPath folder} holds several studies. Name the folder of one: {listed}.")

    /// Every run below a folder by its own, and its manifest.
    let private manifests (folder: string) =
        Directory.GetFiles(folder, RunFiles.Manifest, SearchOption.AllDirectories)
        |> Array.sortWith (fun a b -> String.CompareOrdinal(a, b))
        |> Array.map (fun path -> path |> Path.GetFullPath |> Path.GetDirectoryName |> nonNull, json path)

    let private status (manifest: JsonElement) = required "status" manifest

    let private cell
        (runs: Map<string, Result<CompleteRun, string>>)
        (manifests: Map<string, JsonElement>)
        (folder: string)
        (planned: JsonElement)
        =
        let place = Path.GetFullPath(Path.Combine(folder, required "folder" planned))
        let manifest = manifests |> Map.tryFind place

        {
            Dataset = required "dataset" planned
            Model = required "model" planned
            Loss = required "loss" planned
            Seed = (property "seed" planned).Value.GetInt64()
            Status =
                match runs |> Map.tryFind place with
                | Some(Error _) -> "broken"
                | _ -> manifest |> Option.map status |> Option.defaultValue "planned"
            Error = manifest |> Option.bind (text "error")
            Run = runs |> Map.tryFind place |> Option.bind Result.toOption
        }

    /// A run of no plan goes by its names; a variant other than the default belongs to the loss's.
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
            Seed = identity.Seed
            Status = "complete"
            Error = None
            Run = Some run
        }

    /// On the data and model of the cells that were trained on these features.
    let private untrained (cells: StoredCell list) (runs: CompleteRun[]) =
        let place (run: CompleteRun) =
            let settings = run.Settings
            run.Identity.Dataset, run.Identity.Model, settings.DatasetOptions, settings.ModelOptions, settings.Validation

        [
            for run in runs do
                match
                    cells
                    |> List.tryFind (fun cell -> cell.Run |> Option.map place = Some(place run))
                with
                | Some cell ->
                    { cell with
                        Loss = RunFiles.Untrained
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

    /// The complete runs of the study in this folder, or of the only one below it: those its study.json plans; without one, all there are.
    /// Raises an InvalidInputException where there is none, or where they are of several studies; an InvalidDataException where a manifest
    /// is not what it should be, or no complete run can be read.
    [<CompiledName("Read")>]
    let read (folder: string) : StoredStudy =
        let folder = studyFolder folder
        let found = manifests folder

        let complete =
            found
            |> Array.filter (fun (_, manifest) -> status manifest = "complete")
            |> Array.Parallel.map (fun (path, _) -> path, readable path)

        let broken =
            [
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
            raise (InvalidInputException $"There is no complete run below {Path.GetFullPath folder}. Train some, or name another folder.")
        | _ -> ()

        match runs |> Array.map (fun (_, run) -> run.Identity.Study) |> Array.distinct with
        | [| _ |] -> ()
        | several ->
            let listed = String.Join(", ", several)
            raise (InvalidInputException $"{Path.GetFullPath folder} holds runs of several studies. Name the folder of one: {listed}.")

        let byFolder = Map.ofArray complete
        let first = snd found[0]
        let path = Path.Combine(folder, Manifest)
        let plan = if File.Exists path then Some(json path) else None

        let told (read: JsonElement -> 'T list) =
            plan |> Option.map read |> Option.defaultValue []

        let cells =
            match plan with
            | Some study -> items "runs" study |> List.map (cell byFolder (Map.ofArray found) folder)
            | None -> runs |> Array.map (snd >> unplanned) |> List.ofArray

        {
            Name = (snd runs[0]).Identity.Study
            Folder = Path.GetFullPath folder
            Status = plan |> Option.bind (text "status")
            Baseline = plan |> Option.bind (text "baseline")
            Warnings = told (items "warnings" >> List.map string)
            Overrides = told (pairs "overrides")
            Versions = pairs "versions" (plan |> Option.defaultValue first)
            Started = started (plan |> Option.defaultValue first)
            Script = plan |> Option.bind (text "script")
            Cells = cells
            Untrained = features |> Array.map snd |> untrained cells
            Unplanned = runs.Length - (cells |> List.filter _.Run.IsSome |> List.length)
            Broken = broken
        }
