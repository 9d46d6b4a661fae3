using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MetricPlugins.Tests.Cli;

/// <summary>What a finished command said.</summary>
internal sealed record Said(int ExitCode, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>The real binary, as the build made it.</summary>
internal static class MetricProcess
{
    public static string Binary { get; } = Path.Combine(Repository.Root, "artifacts", "host", "metric.dll");

    /// <summary>The one that runs the tests.</summary>
    public static string Dotnet { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    public static Said Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return Finish(process);
    }

    public static Process Start(params string[] arguments) => Start(environment: ("METRIC_PLUGINS", ""), arguments);

    public static Process Start((string Name, string Value) environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Binary, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[environment.Name] = environment.Value;
        return Process.Start(start)!;
    }

    public static Said Finish(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Said(process.ExitCode, output, errors.Result);
    }

    /// <summary>A command of the given path that is the binary, as the launcher is.</summary>
    public static void PutCommand(string path)
    {
        File.WriteAllText(path, $"#!/bin/sh\nexec dotnet '{Binary}' \"$@\"\n");
        Process.Start("chmod", ["+x", path]).WaitForExit();
    }
}
