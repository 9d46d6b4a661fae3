namespace MetricPlugins.Core

open System
open System.Diagnostics
open System.Globalization
open System.IO
open System.Runtime.InteropServices
open MetricPlugins.Core.Reporting

/// Starts .NET programs on the runtime of this process, so that dotnet need not be on PATH.
module DotnetProgram =

    /// Suffix of executables.
    let private programs = if OperatingSystem.IsWindows() then ".exe" else ""

    /// The runtime lies in shared/Microsoft.NETCore.App/VERSION beside its dotnet.
    let private dotnet =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", $"dotnet{programs}"))

    /// How to start the program in a DLL: by the runtime's dotnet, or, if self-contained, by its own executable.
    [<CompiledName("Of")>]
    let ofDll (path: string) (arguments: string seq) : ProcessStartInfo =
        if File.Exists dotnet then
            ProcessStartInfo(dotnet, Seq.append [ path ] arguments)
        else
            ProcessStartInfo(path[.. path.Length - ".dll".Length - 1] + programs, arguments)

/// Runs the studies of the script it hosts.
type IStudyHost =
    /// Trains the study's runs that are not complete.
    abstract Run: study: Study -> StudyResults

/// Through which a script's functions find their host.
[<AbstractClass; Sealed>]
type StudyHost =
    /// Set by the host before it starts a script; null under `dotnet fsi`.
    static member val Current: IStudyHost | null = null with get, set

/// Functions of a script besides the keywords of `study`. Opened automatically: a script needs only `#r` of this assembly.
module Scripting =

    /// The settings of Zeng (2025), for `preset`.
    let z25 = Presets.z25

    /// The settings of Zeng et al. (2026), for `preset`.
    let z26 = Presets.z26

    /// A dataset or model by its name, or with options in the text form; `set` adds options.
    let plugin (text: string) : PluginChoice = PluginChoice.Parse text

    /// A loss by its name, or with options in the text form: `loss "triplet:margin=0.5,mining=all"`.
    let loss (text: string) : PluginChoice = plugin text

    let private format (value: objnull) : string =
        match value with
        | null -> ""
        | :? bool as b -> if b then "true" else "false"
        | :? double as d -> d.ToString("R", CultureInfo.InvariantCulture)
        | _ -> String.Format(CultureInfo.InvariantCulture, "{0}", value)

    /// The plugin with an option set to a number, true or false, or one of the option's named values.
    let set (option: string) (value: 'T) (choice: PluginChoice) = choice.With(option, format value)

    /// One option of a search, and the values to try.
    let over (option: string) (values: 'T list) : Axis =
        {
            Option = option
            Values = values |> List.map (fun value -> format value)
        }

    /// Batches in random order: every sample once an epoch.
    let shuffle = Shuffle

    /// Batches of `classes` classes with `samples` samples each.
    let class_balanced (classes: int) (samples: int) = ClassBalanced(classes, samples)

    /// Starts a study; its keywords follow in braces.
    let study (name: string) = StudyBuilder name

    /// Starts the host on the script that `dotnet fsi` runs, and exits with its exit code.
    let private rerun () : StudyResults =
        let arguments = Environment.GetCommandLineArgs()

        match
            arguments
            |> Array.tryFindIndex (fun argument -> argument.EndsWith(".fsx", StringComparison.OrdinalIgnoreCase))
        with
        | None -> invalidOp "Studies are not trained in an interactive session. Save the script and run: metric run SCRIPT.fsx"
        | Some script ->
            let host =
                Path.Combine(typeof<Study>.Assembly.Location |> Path.GetDirectoryName |> nonNull, "metric.dll")

            // dotnet fsi adds its own option when DOTNET_CLI_UI_LANGUAGE is set.
            let given =
                arguments[script..]
                |> Array.filter (fun argument -> not (argument.StartsWith("--preferreduilang:", StringComparison.Ordinal)))

            use metric =
                Process.Start(DotnetProgram.ofDll host (Array.append [| "run" |] given))
                |> nonNull

            metric.WaitForExit()
            exit metric.ExitCode

    /// Checks the whole plan, trains the runs that are not complete, and returns all results. A problem in the plan ends the script
    /// before training starts.
    let run (study: Study) : StudyResults =
        match StudyHost.Current with
        | null -> rerun ()
        | host -> host.Run study

    /// recall@k on the test split: the share of samples with a sample of their class among the k nearest.
    let RecallAt (k: int) : Measure =
        if not (Array.contains k Retrieval.Ks) then
            let ks = Retrieval.Ks |> Array.map string |> String.concat ", "
            invalidArg (nameof k) $"recall@k exists for k = {ks}; got {k}."

        StudyComparison.measure $"recall_at_{k}_cos"

    /// A metric by its name in the report's CSV tables: `figure "intra_mean_euclid"`.
    let figure (name: string) : Measure = StudyComparison.measure name

    /// Compares every loss with the study's baseline on one metric: paired tests over seeds and, for metrics of classes, over classes.
    let compare (measure: Measure) (results: StudyResults) : StudyComparison =
        StoredStudy.read results.Folder |> StudyComparison.ofStudy None [ measure ]

    /// Prints a comparison as sentences.
    let print (comparison: StudyComparison) : unit =
        printfn "%s" (StudyComparison.text comparison)
        comparison.Broken |> List.iter (eprintfn "%s")

    /// Prints the comparison of the losses, stores it as Markdown and CSV in the study's report folder, and writes report.html there.
    let report (results: StudyResults) : unit =
        let text = Comparison.markdown results
        printfn "%s" text
        let folder = Path.Combine(results.Folder, "report", "tables")
        Publish.Text(Path.Combine(folder, "comparison.md"), text + "\n")
        Publish.Text(Path.Combine(folder, "comparison.csv"), Table.csv (Comparison.numbers results) + "\n")
        printfn ""
        printfn "Tables and runs: %s" results.Folder

        if results.Runs |> List.exists _.Figures.IsSome then
            let written = Report.write results.Folder
            printfn "Report: %s" written.Path
            written.Broken @ written.Warnings |> List.iter (eprintfn "%s")

[<assembly: AutoOpen("MetricPlugins.Core.Scripting")>]
do ()
