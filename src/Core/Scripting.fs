namespace MetricPlugins.Core

open System
open System.Diagnostics
open System.Globalization
open System.IO
open System.Runtime.InteropServices
open MetricPlugins.Core.Reporting

/// Programs of .NET, started by the runtime that this process runs on: no dotnet need be on PATH, whatever started this process.
module DotnetProgram =

    /// What names of programs end in.
    let private programs = if OperatingSystem.IsWindows() then ".exe" else ""

    /// The runtime lies in shared/Microsoft.NETCore.App/VERSION beside its dotnet.
    let private dotnet =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", $"dotnet{programs}"))

    /// How to start the program of a DLL. One that brings its own runtime, with no dotnet beside that, is a program itself.
    [<CompiledName("Of")>]
    let ofDll (path: string) (arguments: string seq) : ProcessStartInfo =
        if File.Exists dotnet then
            ProcessStartInfo(dotnet, Seq.append [ path ] arguments)
        else
            ProcessStartInfo(path[.. path.Length - ".dll".Length - 1] + programs, arguments)

/// Carries studies out for the script it hosts.
type IStudyHost =
    /// Trains what the study plans and is not trained yet.
    abstract Run: study: Study -> StudyResults

/// Where a script's words find their host.
[<AbstractClass; Sealed>]
type StudyHost =
    /// Set by the host before it starts a script; null under `dotnet fsi`.
    static member val Current: IStudyHost | null = null with get, set

/// The words of a script beside the keywords of `study`. Open without asking: `#r` of this assembly is all that a script needs.
module Scripting =

    /// What a paper's name stands for in `preset`.
    let z25 = Presets.z25

    /// What a paper's name stands for in `preset`.
    let z26 = Presets.z26

    /// A dataset or model by its name, to `set` options of.
    let plugin (name: string) : PluginChoice = { Name = name; Options = [] }

    /// A loss by its name.
    let loss (name: string) : PluginChoice = plugin name

    let private format (value: objnull) : string =
        match value with
        | null -> ""
        | :? bool as b -> if b then "true" else "false"
        | :? double as d -> d.ToString("R", CultureInfo.InvariantCulture)
        | _ -> String.Format(CultureInfo.InvariantCulture, "{0}", value)

    /// The plugin with an option: a number, true or false, or one of the option's words.
    let set (option: string) (value: 'T) (choice: PluginChoice) = choice.With(option, format value)

    /// One option of a search, and the values to try.
    let over (option: string) (values: 'T list) : Axis =
        {
            Option = option
            Values = values |> List.map (fun value -> format value)
        }

    /// Batches in random order: every sample once an epoch.
    let shuffle = Shuffle

    /// Batches of so many classes with so many samples each.
    let class_balanced (classes: int) (samples: int) = ClassBalanced(classes, samples)

    /// Begins a study; its keywords follow in braces.
    let study (name: string) = StudyBuilder name

    /// Starts the host on the script that `dotnet fsi` runs, and ends with it.
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

    /// Checks the whole plan, trains what is not trained yet, and gives back all of it. Any problem of the plan ends the script
    /// before anything is trained.
    let run (study: Study) : StudyResults =
        match StudyHost.Current with
        | null -> rerun ()
        | host -> host.Run study

    /// The share of test samples with one of their class among the k nearest, to compare losses by.
    let RecallAt (k: int) : Measure =
        if not (Array.contains k Retrieval.Ks) then
            let ks = Retrieval.Ks |> Array.map string |> String.concat ", "
            invalidArg (nameof k) $"recall@k exists for k = {ks}; got {k}."

        StudyComparison.measure $"recall_at_{k}_cos"

    /// A figure to compare losses by, under the name that the report's tables have for it: `figure "intra_mean_euclid"`.
    let figure (name: string) : Measure = StudyComparison.measure name

    /// Holds every loss against the study's baseline by one figure: paired tests over seeds and, where classes have it, over classes.
    let compare (measure: Measure) (results: StudyResults) : StudyComparison =
        StoredStudy.read results.Folder |> StudyComparison.ofStudy None [ measure ]

    /// Prints a comparison in plain words.
    let print (comparison: StudyComparison) : unit =
        printfn "%s" (StudyComparison.text comparison)
        comparison.Broken |> List.iter (eprintfn "%s")

    /// Prints the comparison of the losses, stores it as Markdown and CSV in the study's folder, and writes report.html there.
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
