using System.Diagnostics;

namespace MetricPlugins.Tests.Cli;

/// <summary>The SDK, as a plugin's author uses it.</summary>
internal static class DotnetProcess
{
    /// <summary>Builds and tests a project against the install that was built.</summary>
    public static Said Test(string folder, string? host = null)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["test", folder, "--nologo"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["METRIC_HOST"] = host ?? Path.GetDirectoryName(MetricProcess.Binary), ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        return MetricProcess.Finish(process);
    }
}
