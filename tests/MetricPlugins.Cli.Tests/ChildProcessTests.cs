using System.Diagnostics;

namespace MetricPlugins.Tests.Cli;

/// <summary>Commands that start other processes of the program, where PATH has no dotnet.</summary>
public sealed class ChildProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Runs_are_trained_side_by_side(bool byItsOwnProgram)
    {
        File.WriteAllText(folder.File("study.fsx"), """study "two" { dataset "synthetic"; model "mlp"; losses [ loss "contrastive"; loss "triplet" ]; epochs 1 } |> run |> report""");
        var said = Run(byItsOwnProgram, "run", folder.File("study.fsx"), "--out", folder.File("runs"), "--jobs", "2", "--threads", "1");
        Assert.True(said.ExitCode == 0, said.Errors);
        Assert.Equal(2, Directory.GetFiles(folder.File("runs"), "embeddings.parquet", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plugins_are_checked(bool byItsOwnProgram)
    {
        var models = Path.Combine(Path.GetDirectoryName(MetricProcess.Binary)!, "plugins", "MetricPlugins.Models", "MetricPlugins.Models.dll");
        var said = Run(byItsOwnProgram, "plugins", "check", models, "--only", "mlp");
        Assert.True(said.ExitCode == 0, said.Errors);
        Assert.EndsWith("Passed: Model mlp", said.Output.TrimEnd());
    }

    private Said Run(bool byItsOwnProgram, params string[] arguments)
    {
        var start = byItsOwnProgram
            ? new ProcessStartInfo(Path.ChangeExtension(MetricProcess.Binary, OperatingSystem.IsWindows() ? ".exe" : null), arguments)
            : new ProcessStartInfo(MetricProcess.Dotnet, [MetricProcess.Binary, .. arguments]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.Environment["PATH"] = folder.Path;
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(MetricProcess.Dotnet);
        start.Environment["METRIC_PLUGINS"] = "";
        using var process = Process.Start(start)!;
        return TestProcess.Finish(process);
    }
}
