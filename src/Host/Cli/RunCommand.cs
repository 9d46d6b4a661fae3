using System.CommandLine;
using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Scripting;
using MetricPlugins.Host.Studies;
using Serilog;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric run</c>: runs the studies of a script.</summary>
internal static class RunCommand
{
    /// <summary>Time an interrupted script has to end by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Argument<string> ScriptArgument = new("STUDY.fsx") { Description = "F# script that declares the study." };

    private static readonly Option<string[]> SetOption = new("--set")
    {
        Description = $"Replace a setting of the study: {string.Join(", ", Overrides.Names)}. May be repeated.",
        HelpName = "NAME=VALUE",
    };

    private static readonly Option<string[]> DataOption = new("--data") { Description = "Folder with a dataset's files, or a single file [default: data/DATASET, or $METRIC_DATA/DATASET]. May be repeated.", HelpName = "DATASET=PATH" };
    private static readonly Option<bool> FreshOption = new("--fresh") { Description = "Train and replace finished runs, too." };

    private static readonly Option<int> JobsOption = new("--jobs")
    {
        Description = "Number of parallel runs, each in its own process; they share the cores unless --threads is given.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create()
    {
        var command = new Command("run", "Run the study of an F# script: check the plan, train the unfinished runs, compare the losses.")
        {
            ScriptArgument, SetOption, DataOption, JobsOption, CommonOptions.OnBadImage, FreshOption, CommonOptions.Out, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Plugins, CommonOptions.Json,
        };
        SetOption.CompletionSources.Add(_ => Overrides.Names.Select(name => new System.CommandLine.Completions.CompletionItem($"{name}=")));
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult result, CancellationToken cancellation)
    {
        var script = Script.Read(result.GetValue(ScriptArgument)!);
        var jobs = result.GetValue(JobsOption);
        if (jobs < 1)
            throw new InvalidInputException($"--jobs is at least 1; got {jobs}.");
        var threads = CommonOptions.ReadThreads(result) ?? Math.Max(1, Environment.ProcessorCount / jobs);
        var options = new StudyOptions(
            result.GetValue(CommonOptions.Out)!, result.GetValue(FreshOption), CommonOptions.ReadBadImages(result), jobs, WorkerCommand.Arguments(result, threads),
            Pairs(result.GetValue(DataOption), "--data", "a dataset's name and its folder, as in --data mnist=../mnist"),
            ReadOverrides(Pairs(result.GetValue(SetOption), "--set", "a setting and its value, as in --set seeds=5")));
        var catalog = PluginCatalog.Load(result.GetValue(CommonOptions.Plugins) ?? []);
        foreach (var fault in catalog.Faults)
            Log.Warning("Not usable: {File:l}: {Reason:l}", fault.File, fault.Reason);
        TorchEnvironment.Start(threads);
        var device = TorchEnvironment.Find(result.GetValue(CommonOptions.Device)!);

        var runner = new StudyRunner(script, catalog, options, device, Log.Logger, ProgressDisplay.Show, cancellation);
        StudyHost.Current = runner;
        var json = result.GetValue(CommonOptions.Json);
        EventHandler atExit = (_, _) =>
        {
            // The script or a plugin ended the process: report the outcomes so far.
            if (json)
                JsonOutput.Write(Json(runner));
            if (Environment.ExitCode == ExitCode.Done)
                Environment.ExitCode = Judge(runner);
        };
        AppDomain.CurrentDomain.ProcessExit += atExit;
        var failure = await Evaluate(script, runner, cancellation);
        AppDomain.CurrentDomain.ProcessExit -= atExit;

        if (json)
            JsonOutput.Write(Json(runner));
        if (cancellation.IsCancellationRequested)
            return ExitCode.Interrupted;
        if (failure is EnvironmentException)
            throw failure;
        if (failure is null && runner.Outcomes.Count == 0)
            failure = new InvalidInputException($"{result.GetValue(ScriptArgument)} ran no study. Pipe the study into run: study \"name\" {{ … }} |> run |> report");
        if (failure is null)
            return Judge(runner);
        Console.Error.WriteLine(failure.Message);
        return runner.HasTrained ? ExitCode.Failed : ExitCode.Usage;
    }

    /// <summary>Evaluates the script on its own thread, which cannot be stopped: on an interrupt, the current study
    /// stops after its step, and a script that continues is abandoned.</summary>
    /// <returns>The exception that ended the script; null if it completed.</returns>
    private static async Task<Exception?> Evaluate(Script script, StudyRunner runner, CancellationToken cancellation)
    {
        var evaluation = Task.Factory.StartNew(
            () => script.Evaluate(warning => Log.Warning("{Warning:l}", warning)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAny(evaluation, Task.Delay(Timeout.Infinite, cancellation));

        // A study that the script started on another thread may outlive the script.
        runner.WaitUntilIdle();
        if (cancellation.IsCancellationRequested)
            await Task.WhenAny(evaluation, Task.Delay(Patience, CancellationToken.None));
        return evaluation.IsFaulted ? evaluation.Exception!.InnerException : null;
    }

    private static int Judge(StudyRunner runner) => runner.IsBusy || runner.Outcomes.Any(o => o.Status == RunStatus.Failed) ? ExitCode.Failed : ExitCode.Done;

    private static JsonObject Json(StudyRunner runner) => new() { ["studies"] = new JsonArray([.. runner.Outcomes.Select(Json)]) };

    private static JsonObject Json(StudyOutcome outcome) => new()
    {
        ["study"] = outcome.Plan.Study.Name,
        ["status"] = SnakeCase.Of(outcome.Status.ToString()),
        ["folder"] = outcome.Folder,
        ["warnings"] = new JsonArray([.. outcome.Plan.Planned.Warnings.Select(w => JsonValue.Create(w))]),
        ["losses"] = StudyReport.Losses(outcome),
        ["searches"] = StudyReport.Searches(outcome),
        ["runs"] = new JsonArray([.. outcome.Runs.Select(RunReport.Json)]),
    };

    private static Dictionary<string, string> ReadOverrides(Dictionary<string, string> given)
    {
        var unknown = given.Keys.Where(name => !Overrides.Names.Contains(name)).Select(name =>
            $"No setting named \"{name}\".{(NearestName.Of(name, Overrides.Names) is { } near ? $" Did you mean {near}?" : "")} Known: {string.Join(", ", Overrides.Names)}.").ToList();
        return unknown.Count == 0 ? given : throw new InvalidInputException(string.Join(Environment.NewLine, unknown));
    }

    private static Dictionary<string, string> Pairs(string[]? given, string option, string form)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var text in given ?? [])
        {
            if (text.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } value])
                throw new InvalidInputException($"{option} takes {form}; got \"{text}\".");
            if (!pairs.TryAdd(name.Trim(), value.Trim()))
                throw new InvalidInputException($"{option} takes each name once; {name.Trim()} was given more than once.");
        }

        return pairs;
    }
}
