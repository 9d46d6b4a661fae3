using System.Diagnostics;
using System.Text.Json;

namespace MetricPlugins.Bench;

/// <summary>Measurements in a separate process, which prints them as one line of JSON.</summary>
internal static class JsonProcess
{
    public static JsonElement Run(string program, string[] arguments) => Run(new ProcessStartInfo(program, arguments));

    public static JsonElement Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonDocument.Parse(output).RootElement
            : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}");
    }

    /// <summary>Prints the measurements of this process without the first, and its peak memory.</summary>
    public static void Print(IEnumerable<double> seconds)
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new { median_seconds = Turns.Median(seconds.Skip(1)), peak_bytes = process.PeakWorkingSet64 }));
    }
}
