using System.CommandLine;
using MetricPlugins.Host.Checks;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Studies.Workers;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric worker</c>: trains what <c>metric run --jobs</c> sends it; not for people.</summary>
internal static class WorkerCommand
{
    /// <summary>The arguments of a worker that sees what the command of <paramref name="result"/> sees.</summary>
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
            // Whatever plugins print must not get between the answers.
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

/// <summary><c>metric check-worker</c>: tries what <c>metric plugins check</c> asks it to; not for people.</summary>
internal static class CheckWorkerCommand
{
    private const string Name = "check-worker";

    /// <summary>A worker that sees what the command of <paramref name="result"/> sees.</summary>
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
            // Whatever plugins print must not get between the answers.
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
