using System.CommandLine;
using MetricPlugins.Host.Checks;

namespace MetricPlugins.Host.Cli;

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
        var command = new Command(Name, "Tries the rules that come in on stdin.")
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
