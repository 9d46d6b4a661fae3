using System.CommandLine;
using MetricPlugins.Host.Conformance.Workers;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric check-worker</c>: tries what <c>metric plugins check</c> asks it to; not for people.</summary>
internal static class CheckWorkerCommand
{
    private const string Name = "check-worker";

    /// <summary>A worker that sees what the command of <paramref name="result"/> sees.</summary>
    public static IReadOnlyList<string> Arguments(ParseResult result) =>
    [
        Name, Path.GetFullPath(result.GetValue(PluginsCheckCommand.FileArgument)!), CommonOptions.Device.Name, result.GetValue(CommonOptions.Device)!,
        PluginsCheckCommand.ThreadsOption.Name, $"{result.GetValue(PluginsCheckCommand.ThreadsOption)}",
        .. result.GetValue(PluginsCheckCommand.DataOption) is { } data ? new[] { PluginsCheckCommand.DataOption.Name, Path.GetFullPath(data) } : [],
    ];

    public static Command Create()
    {
        var command = new Command(Name, "Tries the rules that come in on stdin.")
        {
            PluginsCheckCommand.FileArgument, PluginsCheckCommand.DataOption, PluginsCheckCommand.ThreadsOption, CommonOptions.Device,
        };
        command.Hidden = true;
        command.SetAction(result =>
        {
            // Whatever plugins print must not get between the answers.
            var answers = Console.Out;
            Console.SetOut(Console.Error);
            var catalog = PluginCatalog.LoadFile(result.GetValue(PluginsCheckCommand.FileArgument)!);
            TorchEnvironment.Start(result.GetValue(PluginsCheckCommand.ThreadsOption));
            var device = TorchEnvironment.Find(result.GetValue(CommonOptions.Device)!);
            new CheckWorker(catalog, device, result.GetValue(PluginsCheckCommand.DataOption), Console.In, answers).Run();
            return ExitCode.Done;
        });
        return command;
    }
}
