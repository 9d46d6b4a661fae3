using System.CommandLine;
using MetricPlugins.Conformance;
using MetricPlugins.Host.Checks;
using Serilog;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric plugins check</c>: checks whether the plugins of a DLL keep the contract.</summary>
internal static class PluginsCheckCommand
{
    private static readonly Option<double> TimeoutOption = new("--timeout")
    {
        Description = "Time limit for loading the DLL and for each rule at each setting; a plugin that exceeds it counts as hanging.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 120,
    };

    /// <summary>One thread by default: fastest on small batches, with repeatable measurements.</summary>
    public static Option<int> ThreadsOption { get; } =
        new("--threads") { Description = "Number of libtorch threads.", HelpName = "N", DefaultValueFactory = _ => 1 };

    public static Option<string?> OnlyOption { get; } = new("--only")
    {
        Description = "Check only this plugin; options given after a colon are fixed, for example triplet:mining=all.",
        HelpName = "NAME",
    };

    public static Argument<string> FileArgument { get; } = new("DLL") { Description = "A plugin DLL." };

    public static Option<string?> DataOption { get; } =
        new("--data") { Description = "Folder with the files of the dataset to check, or its single file.", HelpName = "PATH" };

    public static Command Create()
    {
        var command = new Command(
            "check",
            "Test the plugins of a DLL against the rules of the contract; reports each failure with the smallest failing case.")
        {
            FileArgument, OnlyOption, DataOption, TimeoutOption, ThreadsOption, CommonOptions.Device, CommonOptions.Json,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        var seconds = result.GetValue(TimeoutOption);
        if (seconds is not (> 0 and < 1e6))
            throw new InvalidInputException($"--timeout is above 0 seconds; got {seconds}.");
        if (result.GetValue(ThreadsOption) is < 1 and var threads)
            throw new InvalidInputException($"--threads is at least 1; got {threads}.");
        if (result.GetValue(DataOption) is { } data && !Path.Exists(data))
            throw new InvalidInputException($"--data is an existing folder or file; {data} does not exist.");
        TorchEnvironment.Start(result.GetValue(ThreadsOption));
        TorchEnvironment.Find(result.GetValue(CommonOptions.Device)!);

        using var check = new IsolatedCheck(CheckWorkerCommand.Arguments(result), TimeSpan.FromSeconds(seconds));
        var plan = Load(check, result.GetValue(FileArgument)!, cancellation);
        var reports = new List<PluginReport>();
        foreach (var plugin in plan.Plugins)
        {
            Log.Information("Checking {Kind:l} {Plugin:l}", $"{plugin.Kind}", plugin.Name);
            reports.Add(check.Run(plugin, cancellation));
        }

        CheckReport.Print(plan.Faults, reports, result.GetValue(CommonOptions.Json));
        return reports.Any(r => r.Outcome == Outcome.Failed) || plan.Faults.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static CheckPlan Load(IsolatedCheck check, string file, CancellationToken cancellation)
    {
        try
        {
            return check.Load(cancellation);
        }
        catch (PluginDownException e)
        {
            throw new InvalidInputException($"{file} cannot be checked: {e.Message}.", e);
        }
    }
}
