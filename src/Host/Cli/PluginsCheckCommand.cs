using System.CommandLine;
using MetricPlugins.Host.Conformance;
using MetricPlugins.Host.Plugins;
using Serilog;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric plugins check</c>: whether the plugins of a DLL keep the contract's promises.</summary>
internal static class PluginsCheckCommand
{
    private static readonly Option<string?> OnlyOption = new("--only")
    {
        Description = "Check this plugin alone; options after a colon are held fast, as in triplet:mining=all.",
        HelpName = "NAME",
    };

    private static readonly Option<double> TimeoutOption = new("--timeout")
    {
        Description = "Seconds a rule may take under one setting before the plugin counts as hanging.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 120,
    };

    /// <summary>One by default: on small batches it is the quickest, and what it measures repeats.</summary>
    public static Option<int> ThreadsOption { get; } = new("--threads") { Description = "Threads libtorch computes with.", HelpName = "N", DefaultValueFactory = _ => 1 };

    public static Argument<string> FileArgument { get; } = new("DLL") { Description = "A plugin DLL." };

    public static Option<string?> DataOption { get; } = new("--data") { Description = "Folder with the files of the dataset to check, or its one file.", HelpName = "PATH" };

    public static Command Create()
    {
        var command = new Command("check", "Try the plugins of a DLL by the rules of the contract: what was tried, what failed, and the smallest case on which it did.")
        {
            FileArgument, OnlyOption, DataOption, TimeoutOption, ThreadsOption, CommonOptions.Device, CommonOptions.Json,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        var catalog = PluginCatalog.LoadFile(result.GetValue(FileArgument)!);
        var (plugins, options) = Choose(catalog, result.GetValue(OnlyOption));
        if (result.GetValue(TimeoutOption) is not (> 0 and < 1e6) and var seconds)
            throw new InvalidInputException($"--timeout is above 0 seconds; got {seconds}.");
        if (result.GetValue(ThreadsOption) is < 1 and var threads)
            throw new InvalidInputException($"--threads is at least 1; got {threads}.");
        if (result.GetValue(DataOption) is { } data && !Path.Exists(data))
            throw new InvalidInputException($"--data is an existing folder or file; there is no {data}.");
        TorchEnvironment.Start(result.GetValue(ThreadsOption));
        TorchEnvironment.Find(result.GetValue(CommonOptions.Device)!);

        var reports = new List<PluginReport>();
        using (var check = new PluginCheck(CheckWorkerCommand.Arguments(result), TimeSpan.FromSeconds(result.GetValue(TimeoutOption))))
        {
            foreach (var plugin in plugins)
            {
                Log.Information("Checking {Plugin:l}", plugin.Title);
                reports.Add(check.Run(plugin, options, cancellation));
            }
        }

        CheckReport.Print(catalog, reports, result.GetValue(CommonOptions.Json));
        return reports.Any(r => r.Kind == FindingKind.Failed) || catalog.Faults.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static (IReadOnlyList<PluginInfo> Plugins, IReadOnlyList<KeyValuePair<string, string>> Options) Choose(PluginCatalog catalog, string? only)
    {
        if (only is null)
            return (catalog.Plugins, []);
        var (name, options) = PluginUse.Split(only);
        var plugins = catalog.Plugins.Where(p => p.Name == name).ToList();
        if (plugins.Count == 0)
            throw new InvalidInputException($"No plugin named \"{name}\" in this DLL.{NearestName.Question(name, catalog.Plugins.Select(p => p.Name))} It holds: {string.Join(", ", catalog.Plugins.Select(p => p.Name))}.");
        foreach (var plugin in plugins)
        {
            if (PluginOptions.Bind(plugin, options).Memory > 0)
                throw new InvalidInputException($"{plugin.Title}: a check tries memories of its own; memory is for training. Leave it out.");
        }

        return (plugins, options);
    }
}
