using System.Diagnostics;

namespace MetricPlugins.Tests.Datasets;

/// <summary>A test beside NumPy and SciPy of the system's Python; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SciPyFactAttribute : FactAttribute
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> IsThere = new(() => File.Exists(Python) && Start("import numpy, scipy.io.matlab.tests").ExitCode == 0);

    public SciPyFactAttribute()
    {
        if (!IsThere.Value)
            Skip = "needs NumPy and SciPy with its tests (python3-scipy)";
    }

    /// <summary>What a script prints, given arguments.</summary>
    public static string Run(string script, params string[] arguments)
    {
        var (code, output, errors) = Start(script, arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    private static (int ExitCode, string Output, string Errors) Start(string script, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo(Python, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, output, errors.Result);
    }
}
