using MetricPlugins.Tests.Cli;

namespace MetricPlugins.Tests.Docs;

/// <summary>What the quickstart leaves, one seed of it, in a folder's <c>runs</c>.</summary>
public sealed class QuickstartRuns : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public QuickstartRuns()
    {
        var said = MetricProcess.Run(
            "run", Path.Combine(Repository.Root, "studies", "quickstart.fsx"), "--out", folder.File("runs"), "--set", "seeds=1", "--threads", "1");
        Assert.True(said.ExitCode == 0, said.Errors);
    }

    public string Folder => folder.Path;

    public string Study => folder.File("runs", "quickstart");

    public void Dispose() => folder.Dispose();
}
