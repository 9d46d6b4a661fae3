namespace MetricPlugins.Tests.Cli;

/// <summary>What the study of most tests said and left, run once for a class; who changes its files takes a copy.</summary>
public sealed class TrainedStudy : StudyScript
{
    public TrainedStudy()
    {
        Said = Run(Two);
        Assert.True(Said.ExitCode == 0, Said.Errors);
    }

    internal Said Said { get; }

    public string Folder => Path.Combine(Runs, "two");

    public void CopyTo(string runs)
    {
        foreach (var file in Directory.EnumerateFiles(Runs, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(runs, Path.GetRelativePath(Runs, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
