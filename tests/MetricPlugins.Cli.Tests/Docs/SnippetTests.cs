using System.Text.RegularExpressions;
using MetricPlugins.Tests.Cli;

namespace MetricPlugins.Tests.Docs;

/// <summary>Every study that the documents show runs.</summary>
public sealed partial class SnippetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string> Studies
    {
        get
        {
            var studies = new TheoryData<string, string>();
            foreach (var document in (string[])["README.md", "docs/studies.md", "docs/files.md", "docs/analysis.md"])
            {
                foreach (Match block in Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))))
                    studies.Add(document, block.Groups["text"].Value);
            }

            return studies;
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Studies))]
    public void The_study_runs(string document, string script)
    {
        File.WriteAllText(folder.File("study.fsx"), script);
        var said = MetricProcess.Run("run", folder.File("study.fsx"), "--out", folder.File("runs"), "--set", "epochs=1", "--set", "seeds=1", "--threads", "1");
        Assert.True(said.ExitCode == 0, $"{document}: {said.Errors}");
    }

    [Fact]
    public void The_readme_shows_the_quickstart_as_it_is()
    {
        var quickstart = File.ReadAllText(Path.Combine(Repository.Root, "studies", "quickstart.fsx"));
        Assert.Contains(quickstart[quickstart.IndexOf("study \"", StringComparison.Ordinal)..].TrimEnd(), File.ReadAllText(Path.Combine(Repository.Root, "README.md")));
    }

    [GeneratedRegex("^```fsharp\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
