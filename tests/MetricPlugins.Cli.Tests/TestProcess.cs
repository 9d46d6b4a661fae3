using System.Diagnostics;

namespace MetricPlugins.Tests.Cli;

/// <summary>Processes that tests start. Each has a folder and variables of its own, whatever a command in this process changes
/// meanwhile.</summary>
internal static class TestProcess
{
    /// <summary>The tests of a class in this collection start processes alone: they run beside those that call the program here.</summary>
    public const string Processes = "processes";

    /// <summary>No plugins and no data but those that a test names; a cache that goes with the tests.</summary>
    public static IReadOnlyList<(string Name, string Value)> Variables { get; } =
        [("METRIC_PLUGINS", ""), ("METRIC_DATA", ""), ("METRIC_CACHE", Environment.GetEnvironmentVariable("METRIC_CACHE")!)];

    public static Process Start(string command, IEnumerable<string> arguments, string? folder = null, params IEnumerable<(string Name, string Value)> environment)
    {
        // A shell's background command, as these tests may be, ignores Ctrl-C, and so would what it starts.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", command, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in Variables.Concat(environment))
            start.Environment[name] = value;
        start.Environment.Remove(ScriptSessions.Variable);
        return Process.Start(start)!;
    }

    public static Said Run(string command, IEnumerable<string> arguments, string? folder = null, params IEnumerable<(string Name, string Value)> environment)
    {
        using var process = Start(command, arguments, folder, environment);
        return Finish(process);
    }

    public static Said Finish(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Said(process.ExitCode, output, errors.Result);
    }

    /// <summary>Sends a signal, as in Ctrl-C's INT, to a process that may have ended.</summary>
    public static void Signal(Process process, string signal = "INT") => Run("bash", ["-c", $"kill -{signal} {process.Id} 2>/dev/null"]);

    /// <summary>Waits for what a process is to come to.</summary>
    public static void Await(Process process, Func<bool> met)
    {
        var patience = Stopwatch.StartNew();
        while (!met())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), "it does not come to that");
            Assert.False(process.HasExited, "it ended before");
            Thread.Sleep(20);
        }
    }

    /// <summary>The manifests of the runs that have begun below a folder, which may not be there yet.</summary>
    public static string[] Manifests(string runs) =>
        Directory.Exists(runs) ? Directory.GetFiles(runs, "run.json", SearchOption.AllDirectories) : [];

    /// <summary>Builds and tests a project against the install that was built, as a plugin's author does.</summary>
    public static Said DotnetTest(string folder, string? host = null) =>
        Run("dotnet", ["test", folder, "--nologo"], folder, ("METRIC_HOST", host ?? Path.GetDirectoryName(MetricProcess.Binary)!), ("MSBUILDDISABLENODEREUSE", "1"));
}
