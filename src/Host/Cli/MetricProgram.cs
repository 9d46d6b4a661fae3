using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Sinks.SystemConsole.Themes;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary>The program: parses the command line, runs the command, returns the exit code.</summary>
internal static class MetricProgram
{
    // One tree per process: the options are static, and each command adds its rules to them once.
    private static readonly RootCommand Root = new("Trains embeddings with different metric-learning losses and records what each loss does to them.")
    {
        RunCommand.Create(),
        TrainCommand.Create(),
        RunsCommand.Create(),
        AnalyzeCommand.Create(),
        CompareCommand.Create(),
        ReportCommand.Create(),
        DataCommand.Create(),
        PluginsCommand.Create(),
        NewCommand.Create(),
        DoctorCommand.Create(),
        TestCommand.Create(),
        CompletionCommand.Create(),
        WorkerCommand.Create(),
        CheckWorkerCommand.Create(),
    };

    /// <summary>Runs a command on the current console. A process may call this again after the last call has returned: the
    /// console, the log, the signals and the host of scripts belong to the process.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        Log.Logger = new LoggerConfiguration()
            .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, outputTemplate: "{Level:u3} {Message:lj}{NewLine}", formatProvider: CultureInfo.InvariantCulture, theme: ConsoleTheme.None)
            .CreateLogger();
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });

        // A pipe has no width: this one keeps table rows on one line.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 200;

        var parsed = Root.Parse(args);
        if (UsageErrors(parsed) is { Count: > 0 } errors)
        {
            errors.ForEach(Console.Error.WriteLine);
            Console.Error.WriteLine($"See: {CommandLine(parsed.CommandResult.Command)} --help");
            return ExitCode.Usage;
        }

        var code = await Invoke(parsed);
        await Log.CloseAndFlushAsync();
        return code;
    }

    /// <summary>A command with its parent commands, as a user types it.</summary>
    private static string CommandLine(Command command) =>
        string.Join(' ', command.Parents.OfType<Command>().Append(command).Where(c => c is not RootCommand).Select(c => c.Name).Prepend("metric"));

    /// <summary>What is wrong with a command line, with the nearest right name of an unknown command or option.</summary>
    private static List<string> UsageErrors(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var known = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).Concat(command.Options.Select(o => o.Name)).ToList();

        // The parser takes an unknown option for the value of an argument that there is room for.
        var options = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal)).Select(token => token.Value);
        return
        [
            .. options.Except(parsed.UnmatchedTokens).Select(option => $"Unrecognized option '{option}'.{NearestName.Question(option, known)}"),
            .. parsed.Errors.Select(error => error.Message + (
                parsed.UnmatchedTokens.FirstOrDefault(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal)) is { } unknown
                    ? NearestName.Question(unknown, known) : "")),
        ];
    }

    private static async Task<int> Invoke(ParseResult parsed)
    {
        using var interruption = new Interruption();
        try
        {
            if (parsed.GetValue(CommonOptions.Json))
                JsonOutput.Reserve();
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
        }
        catch (Exception e) when ((e is OperationCanceledException && interruption.Token.IsCancellationRequested) || interruption.IsForced)
        {
            return ExitCode.Interrupted;
        }
        catch (InvalidInputException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.Usage;
        }
        catch (Exception e) when (e is EnvironmentException or DllNotFoundException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.Environment;
        }
        // A file cannot be read, or its content is invalid.
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"Bug in MetricPlugins, or in a plugin: {e}");
            return ExitCode.Failed;
        }
    }
}

/// <summary>Exit codes of the process.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A run or MetricPlugins itself failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or input: nothing was trained.</summary>
    public const int Usage = 2;

    /// <summary>The machine lacks libtorch or a device.</summary>
    public const int Environment = 3;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}

/// <summary><c>metric test</c>: carried out by the launcher of a source checkout; an install has no tests.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var command = new Command("test", "Run the project's tests; in a source checkout only: ./metric test.");
        command.SetAction((Action<ParseResult>)(_ => throw new InvalidInputException("Tests run in a source checkout only: ./metric test in its root folder.")));
        return command;
    }
}
