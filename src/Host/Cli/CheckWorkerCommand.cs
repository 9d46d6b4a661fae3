using System.CommandLine;
using MetricPlugins.Host.Conformance.Workers;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric check-worker</c>: tries what <c>metric plugins check</c> asks it to; not for people.</summary>
internal static class CheckWorkerCommand
{
    private const string Name = "check-worker";

    /// <summary>A worker that sees what the command of <paramref name="result"/> sees.</summary>
    public static IReadOnlyList<string> Arguments(ParseResult result) =>
    [
        Name, Path.GetFullPath(result.GetValue(PluginsCheckCommand.FileArgument)!), CommonOptions.Device.Name, result.GetValue(CommonOptions.Device)!,
        .. result.GetValue(CommonOptions.Threads) is { } threads ? new[] { CommonOptions.Threads.Name, $"{threads}" } : [],
        .. result.GetValue(PluginsCheckCommand.DataOption) is { } data ? new[] { PluginsCheckCommand.DataOption.Name, Path.GetFullPath(data) } : [],
    ];

    public static Command Create()
    {
        var command = new Command(Name, "Tries the rules that come in on stdin.")
        {
            PluginsCheckCommand.FileArgument, PluginsCheckCommand.DataOption, CommonOptions.Device, CommonOptions.Threads,
        };
        command.Hidden = true;
        command.SetAction(result =>
        {
            // Whatever plugins print must not get between the answers.
            var answers = Console.Out;
            Console.SetOut(Console.Error);
            var catalog = PluginCatalog.LoadFile(result.GetValue(PluginsCheckCommand.FileArgument)!);
            TorchEnvironment.Start(CommonOptions.ReadThreads(result));
            var device = TorchEnvironment.Find(result.GetValue(CommonOptions.Device)!);
            new CheckWorker(catalog, device, result.GetValue(PluginsCheckCommand.DataOption), Console.In, answers).Run();
            return ExitCode.Done;
        });
        return command;
    }
}
