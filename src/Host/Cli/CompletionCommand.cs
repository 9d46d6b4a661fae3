using System.CommandLine;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric completion SHELL</c>: prints a script by which the shell asks metric for completions, through System.CommandLine's
/// <c>[suggest]</c>.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string> ShellArgument = new("SHELL") { Description = "bash, zsh or fish." };

    public static Command Create()
    {
        ShellArgument.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a shell script that completes commands and options: source <(metric completion bash).") { ShellArgument };
        command.SetAction(result =>
        {
            using var script = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"metric.{result.GetValue(ShellArgument)}")!;
            using var reader = new StreamReader(script);
            Console.Write(reader.ReadToEnd());
            return ExitCode.Done;
        });
        return command;
    }
}
