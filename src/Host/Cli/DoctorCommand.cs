using System.CommandLine;
using System.Text.Json;
using MetricPlugins.Host.Plugins;
using SkiaSharp;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric doctor</c>: shows the environment of this installation.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Show the environment of this installation: packages, libtorch, threads, devices, plugin folders.")
        {
            CommonOptions.Plugins, CommonOptions.Json,
        };
        command.SetAction(result =>
        {
            var findings = new List<KeyValuePair<string, string>> { new("metricplugins", Versions.Product) };
            EnvironmentException? trouble = null;
            try
            {
                TorchEnvironment.Start();
                findings.AddRange(Versions.All().Where(v => findings.All(f => f.Key != v.Key)));
                if (Versions.OlderLibstdcxx is { } suited)
                    findings.Add(new("libstdc++", suited));
                findings.Add(new("threads", $"{torch.get_num_threads()} of {Environment.ProcessorCount} cores"));
                if (OperatingSystem.IsLinux())
                    findings.Add(new("waiting", $"{LinuxProcess.Waiting} (OMP_WAIT_POLICY or GOMP_SPINCOUNT in the environment changes it)"));
                findings.Add(new("devices", string.Join(", ", Devices())));
            }
            catch (EnvironmentException e)
            {
                trouble = e;
                findings.Add(new("libtorch", e.Message));
            }

            findings.Add(new("images", Images()));
            var catalog = PluginCatalog.Load(result.GetValue(CommonOptions.Plugins) ?? []);
            findings.AddRange(catalog.Folders.Select(folder => KeyValuePair.Create(
                "plugins", $"{folder} ({catalog.Plugins.Count(p => IsIn(folder, p.File))} plugins, {catalog.Faults.Count(f => IsIn(folder, f.File))} faults)")));
            Print(findings, result.GetValue(CommonOptions.Json));
            return trouble is null ? ExitCode.Done : ExitCode.Environment;
        });
        return command;
    }

    private static bool IsIn(string folder, string file) => file.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Images()
    {
        try
        {
            SkiaSharpVersion.CheckNativeLibraryCompatible(throwIfIncompatible: true);
            return $"SkiaSharp {Versions.Of(typeof(SkiaSharpVersion)).Split('+')[0]}";
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or InvalidOperationException)
        {
            return $"SkiaSharp does not load: {e.GetBaseException().Message}";
        }
    }

    private static IEnumerable<string> Devices()
    {
        yield return "cpu";
        for (var index = 0; torch.cuda.is_available() && index < torch.cuda.device_count(); index++)
            yield return $"cuda:{index}";
    }

    private static void Print(List<KeyValuePair<string, string>> findings, bool json)
    {
        if (json)
        {
            JsonOutput.Write(JsonSerializer.SerializeToNode(findings.GroupBy(f => f.Key).ToDictionary(g => g.Key, g => g.Select(f => f.Value)))!);
            return;
        }

        var grid = new Grid().AddColumns(2);
        foreach (var finding in findings)
            grid.AddRow(Markup.Escape(finding.Key), Markup.Escape(finding.Value));
        AnsiConsole.Write(grid);
    }
}
