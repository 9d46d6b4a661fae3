namespace MetricPlugins.Core

open System
open System.Collections.Generic
open System.IO
open System.Text.Encodings.Web
open System.Text.Json
open System.Text.Json.Nodes
open System.Text.Json.Serialization
open System.Threading.Tasks
open MetricPlugins

/// JSON of results: snake_case names; NaN and infinities are written as null.
module ResultJson =

    type private FiniteConverter() =
        inherit JsonConverter<double>()

        override _.Read(reader, _, _) = reader.GetDouble()

        override _.Write(writer, value, _) =
            if Double.IsFinite value then
                writer.WriteNumberValue value
            else
                writer.WriteNullValue()

    [<CompiledName("Options")>]
    let options =
        // Not embedded in HTML, so that + needs no escape.
        let options =
            JsonSerializerOptions(
                PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
                WriteIndented = true,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
            )

        options.Converters.Add(JsonStringEnumConverter JsonNamingPolicy.SnakeCaseLower)
        options.Converters.Add(FiniteConverter())
        options

    /// A number, or null if it is not finite.
    [<CompiledName("Number")>]
    let number (value: Nullable<double>) : JsonValue | null =
        if value.HasValue && Double.IsFinite value.Value then
            JsonValue.Create value.Value
        else
            null

    /// A row's record as an object whose keys are the column names.
    [<CompiledName("OfRow")>]
    let ofRow (row: 'Row) : JsonObject =
        let json = JsonObject()

        for name, values in Columns.ofRows [| row |] do
            json.Add(
                name,
                match values with
                | Texts v -> JsonValue.Create v[0]
                | Ints v -> JsonValue.Create v[0]
                | OptionalInts v -> JsonValue.Create v[0]
                | Longs v -> JsonValue.Create v[0]
                | Doubles v -> number (Nullable v[0])
                | OptionalDoubles v -> number v[0]
                | Vectors(v, _) -> JsonValue.Create v
            )

        json

/// Status of a run or a study.
type RunStatus =
    | Running = 0
    /// Rows, embeddings and inputs are stored, but not analysed yet.
    | Trained = 1
    | Complete = 2
    | Failed = 3
    | Interrupted = 4

/// One file of a run.
[<CLIMutable>]
type RunFile =
    {
        /// Path relative to the run's folder.
        Name: string
        /// Size in bytes.
        Size: int64
        /// In hex.
        Sha256: string
    }

/// run.json: a run's identity and status. A run is complete only with the status `Complete`.
[<CLIMutable>]
type RunManifest =
    {
        [<JsonRequired>]
        Status: RunStatus
        /// UTC time of the last heartbeat, which a running run writes every few seconds.
        Heartbeat: DateTime
        Started: DateTime
        Finished: Nullable<DateTime>
        /// Completed epochs.
        Epochs: int
        /// Why the run failed or was not analysed.
        Error: string | null
        Study: string
        Variant: string
        /// Everything that decides the results, except the machine.
        [<JsonRequired>]
        Config: JsonObject
        [<JsonRequired>]
        ConfigHash: string
        DataFolder: string | null
        /// Number of broken images left out of all splits.
        LeftOut: int
        /// Number of trained parameters of model and loss; 0 before training.
        Parameters: int64
        /// Module version of each plugin's build.
        Plugins: IReadOnlyDictionary<string, string>
        Versions: IReadOnlyDictionary<string, string>
        Device: string
        Threads: int
        Machine: string
        ProcessId: int
        /// The run's files except this one.
        Files: IReadOnlyList<RunFile>
    }

/// One run of a study's plan and its outcome.
[<CLIMutable>]
type PlannedRun =
    {
        /// Dataset, model and loss as the study writes them.
        [<JsonRequired>]
        Dataset: string
        [<JsonRequired>]
        Model: string
        [<JsonRequired>]
        Loss: string
        Variant: string
        [<JsonRequired>]
        Seed: int64
        ConfigHash: string
        /// Path relative to the study's folder.
        [<JsonRequired>]
        Folder: string
        /// Null until the run has ended.
        Status: Nullable<RunStatus>
        Error: string | null
    }

/// study.json: the plan, the script and the outcome of a study.
[<CLIMutable>]
type StudyManifest =
    {
        Study: string
        [<JsonRequired>]
        Status: RunStatus
        Started: DateTime
        Finished: Nullable<DateTime>
        /// The loss that all others are compared with, as the study writes it.
        Baseline: string | null
        Training: JsonObject
        /// Settings overridden on the command line.
        Overrides: IReadOnlyDictionary<string, string>
        Warnings: IReadOnlyList<string>
        [<JsonRequired>]
        Runs: IReadOnlyList<PlannedRun>
        /// Candidates and choices of searches; null until all runs have ended.
        Searches: JsonArray | null
        Device: string
        Threads: int
        Versions: IReadOnlyDictionary<string, string>
        ScriptPath: string
        /// The script's text.
        Script: string
    }

/// Reads and writes run.json and study.json.
module Manifest =

    [<Literal>]
    let Run = "run.json"

    [<Literal>]
    let Study = "study.json"

    let private read<'Manifest> (name: string) (folder: string) : 'Manifest option =
        let path = Path.Combine(folder, name)

        try
            if File.Exists path then
                match JsonSerializer.Deserialize(File.ReadAllText path, typeof<'Manifest>, ResultJson.options) with
                | null -> raise (JsonException "It holds null.")
                | manifest -> Some(unbox<'Manifest> manifest)
            else
                None
        with :? JsonException as e ->
            raise (InvalidInputException($"{path} cannot be read as a manifest: {e.Message} Train again with --fresh.", e))

    let private publish name (folder: string) (manifest: 'Manifest) =
        Publish
            .FileAsync(Path.Combine(folder, name), (fun stream -> JsonSerializer.SerializeAsync(stream, manifest, ResultJson.options)))
            .GetAwaiter()
            .GetResult()

    /// The manifest of the run in a folder; None without a run. Raises an InvalidInputException if it cannot be read.
    [<CompiledName("ReadRun")>]
    let readRun (folder: string) : RunManifest option = read Run folder

    [<CompiledName("PublishRun")>]
    let publishRun (folder: string) (manifest: RunManifest) : unit = publish Run folder manifest

    /// The manifest of the study in a folder; None without a study. Raises an InvalidInputException if it cannot be read.
    [<CompiledName("ReadStudy")>]
    let readStudy (folder: string) : StudyManifest option = read Study folder

    [<CompiledName("PublishStudy")>]
    let publishStudy (folder: string) (manifest: StudyManifest) : unit = publish Study folder manifest
