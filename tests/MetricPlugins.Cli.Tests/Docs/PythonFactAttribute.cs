using System.Diagnostics;

namespace MetricPlugins.Tests.Docs;

/// <summary>A test that needs python3 and modules of it; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute(params string[] modules)
    {
        Modules = modules;
        try
        {
            if (!Imports(modules))
                Skip = $"needs Python's {string.Join(", ", modules)}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip = "needs python3";
        }
    }

    public IReadOnlyList<string> Modules { get; }

    private static bool Imports(string[] modules)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", string.Concat(modules.Select(module => $"import {module}\n"))])
        {
            RedirectStandardError = true,
        })!;
        python.StandardError.ReadToEnd();
        python.WaitForExit();
        return python.ExitCode == 0;
    }
}
