using System.CommandLine;
using MetricPlugins.Host.Checks;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Studies.Workers;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric worker</c>: trains the runs that <c>metric run --jobs</c> sends it; internal.</summary>
internal static class WorkerCommand
{
    /// <summary>The arguments that give a worker the same plugins and settings as the command of <paramref name="result"/>.</summary>
    public static IReadOnlyList<string> Arguments(ParseResult result, int threads) =>
    [
        CommonOptions.Out.Name, result.GetValue(CommonOptions.Out)!, CommonOptions.Device.Name, result.GetValue(CommonOptions.Device)!,
        CommonOptions.Threads.Name, $"{threads}", CommonOptions.OnBadImage.Name, result.GetValue(CommonOptions.OnBadImage)!, .. (result.GetValue(CommonOptions.Plugins) ?? []).SelectMany(folder => new[] { CommonOptions.Plugins.Name, folder }),
    ];

    public static Command Create()
    {
        var command = new Command("worker", "Train the runs read from stdin (internal).")
        {
            CommonOptions.Out, CommonOptions.Device, CommonOptions.Threads, CommonOptions.OnBadImage, CommonOptions.Plugins,
        };
        command.Hidden = true;
        command.SetAction((result, cancellation) =>
        {
            // Output of plugins must not mix with the answers.
            var answers = Console.Out;
            Console.SetOut(Console.Error);
            var catalog = PluginCatalog.Load(result.GetValue(CommonOptions.Plugins) ?? []);
            TorchEnvironment.Start(CommonOptions.ReadThreads(result));
            var device = TorchEnvironment.Find(result.GetValue(CommonOptions.Device)!);
            new Worker(catalog, result.GetValue(CommonOptions.Out)!, CommonOptions.ReadBadImages(result), device, Console.In, answers).Run(cancellation);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}

/// <summary><c>metric check-worker</c>: checks the rules that <c>metric plugins check</c> sends it; internal.</summary>
internal static class CheckWorkerCommand
{
    private const string Name = "check-worker";

    /// <summary>The arguments that give a worker the same plugins and settings as the command of <paramref name="result"/>.</summary>
    public static IReadOnlyList<string> Arguments(ParseResult result) =>
    [
        Name, result.GetValue(PluginsCheckCommand.FileArgument)!, CommonOptions.Device.Name, result.GetValue(CommonOptions.Device)!,
        PluginsCheckCommand.ThreadsOption.Name, $"{result.GetValue(PluginsCheckCommand.ThreadsOption)}",
        .. Given(result, PluginsCheckCommand.OnlyOption), .. Given(result, PluginsCheckCommand.DataOption),
    ];

    public static Command Create()
    {
        var command = new Command(Name, "Check the rules read from stdin (internal).")
        {
            PluginsCheckCommand.FileArgument, PluginsCheckCommand.OnlyOption,
            PluginsCheckCommand.DataOption, PluginsCheckCommand.ThreadsOption, CommonOptions.Device,
        };
        command.Hidden = true;
        command.SetAction(result =>
        {
            // Output of plugins must not mix with the answers.
            var answers = Console.Out;
            Console.SetOut(Console.Error);
            TorchEnvironment.Start(result.GetValue(PluginsCheckCommand.ThreadsOption));
            var device = TorchEnvironment.Find(result.GetValue(CommonOptions.Device)!);
            new CheckWorker(device, result.GetValue(PluginsCheckCommand.DataOption), Console.In, answers)
                .Run(result.GetValue(PluginsCheckCommand.FileArgument)!, result.GetValue(PluginsCheckCommand.OnlyOption));
            return ExitCode.Done;
        });
        return command;
    }

    private static string[] Given(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is { } value ? [option.Name, value] : [];
}
