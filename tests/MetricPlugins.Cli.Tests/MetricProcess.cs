using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MetricPlugins.Host.Base;
using MetricPlugins.Host.Cli;

namespace MetricPlugins.Tests.Cli;

/// <summary>What a finished command said.</summary>
internal sealed record Said(int ExitCode, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>The program's commands. Most tests carry them out in this process, through the program's own entry point; the real binary is
/// started for what a process alone shows: how it ends, its signals and its terminal.</summary>
internal static class MetricProcess
{
    /// <summary>The console, the current folder and the variables belong to the process.</summary>
    private static readonly Lock OneAtATime = new();

    static MetricProcess()
    {
        Install.Folder = Path.GetDirectoryName(Binary)!;
        Environment.SetEnvironmentVariable(ScriptSessions.Variable, "1");
    }

    /// <summary>The binary, as the build made it.</summary>
    public static string Binary { get; } = Path.Combine(Repository.Root, "artifacts", "host", "metric.dll");

    /// <summary>The one that runs the tests.</summary>
    public static string Dotnet { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>The script that <c>metric completion</c> prints.</summary>
    public static string Completion(string shell) => Path.Combine(Repository.Root, "src", "Host", "Cli", "Completion", $"metric.{shell}");

    /// <summary>Carries a command out in this process.</summary>
    public static Said Run(params string[] arguments) => Run(Path.GetTempPath(), [], arguments);

    /// <summary>Carries a command out in this process, in a folder and with variables of its own.</summary>
    public static Said Run(string folder, IEnumerable<(string Name, string Value)> environment, params string[] arguments)
    {
        lock (OneAtATime)
        {
            using var variables = new Variables([.. TestProcess.Variables, .. environment]);
            using var console = new CapturedConsole();
            Directory.SetCurrentDirectory(folder);
            try
            {
                return console.Said(ScriptSessions.Alone(() => MetricProgram.RunAsync(arguments)));
            }
            finally
            {
                // A test deletes its folder.
                Directory.SetCurrentDirectory(AppContext.BaseDirectory);
                ScriptSessions.Release();
            }
        }
    }

    /// <summary>Starts the real binary.</summary>
    public static Process Start(params string[] arguments) => Start(Path.GetTempPath(), [], arguments);

    /// <summary>Starts the real binary in a folder and with variables of its own.</summary>
    public static Process Start(string folder, IEnumerable<(string Name, string Value)> environment, params string[] arguments) =>
        TestProcess.Start("dotnet", [Binary, .. arguments], folder, environment);

    /// <summary>A command of the given path that is the binary, as the launcher is.</summary>
    public static void PutCommand(string path)
    {
        File.WriteAllText(path, $"#!/bin/sh\nexec dotnet '{Binary}' \"$@\"\n");
        TestProcess.Run("chmod", ["+x", path]);
    }

    /// <summary>Variables of this process, until it is disposed.</summary>
    private sealed class Variables : IDisposable
    {
        private readonly List<(string Name, string? Value)> before = [];

        public Variables(IEnumerable<(string Name, string Value)> environment)
        {
            foreach (var (name, value) in environment)
            {
                before.Insert(0, (name, Environment.GetEnvironmentVariable(name)));
                Environment.SetEnvironmentVariable(name, value);
            }
        }

        public void Dispose()
        {
            foreach (var (name, value) in before)
                Environment.SetEnvironmentVariable(name, value);
        }
    }

    /// <summary>The console of this process, until it is disposed; what is written on it is kept.</summary>
    private sealed class CapturedConsole : IDisposable
    {
        private readonly (TextWriter Output, TextWriter Errors) before = (Console.Out, Console.Error);
        private readonly StringWriter output = new(CultureInfo.InvariantCulture);
        private readonly StringWriter errors = new(CultureInfo.InvariantCulture);

        public CapturedConsole()
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }

        public Said Said(int code) => new(code, output.ToString(), errors.ToString());

        public void Dispose()
        {
            Console.SetOut(before.Output);
            Console.SetError(before.Errors);
            output.Dispose();
            errors.Dispose();
        }
    }
}
