using System.CommandLine;
using System.Globalization;
using MetricPlugins;
using MetricPlugins.Host.Cli;
using MetricPlugins.Host.Training;
using Serilog;
using Serilog.Events;
using Serilog.Sinks.SystemConsole.Themes;
using Spectre.Console;

Log.Logger = new LoggerConfiguration()
    .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, outputTemplate: "{Level:u3} {Message:lj}{NewLine}", formatProvider: CultureInfo.InvariantCulture, theme: ConsoleTheme.None)
    .CreateLogger();

// A pipe has no width: tables keep their lines whole there.
if (Console.IsOutputRedirected)
    AnsiConsole.Profile.Width = 200;

var root = new RootCommand("Trains embeddings under different metric-learning losses and stores what each loss does to them.")
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

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine($"See: {string.Join(' ', parsed.CommandResult.Command.Parents.OfType<Command>().Where(c => c is not RootCommand).Select(c => c.Name).Prepend("metric").Append(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name)).Trim()} --help");
    return ExitCode.Usage;
}

// Not by falling off the end: a thread that a script or plugin left running would keep the process.
var code = await Invoke();
await Log.CloseAndFlushAsync();
Environment.Exit(code);
return code;

async Task<int> Invoke()
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
    // A file that cannot be read, or does not hold what it should.
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
