using System.Diagnostics;
using System.Text.RegularExpressions;
using MetricPlugins.Tests.Cli;
using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.Docs;

/// <summary>docs/tutorial.md, carried out from its first command to its last in a folder like the sources' own.</summary>
public sealed partial class TutorialTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_command_of_the_tutorial_does_what_it_says()
    {
        PrepareFolder();
        var said = "";
        var queries = 0;
        foreach (var (info, text) in Blocks())
        {
            switch (info.Split(' '))
            {
                case ["sh"]:
                    said = Run(text, mustFail: false);
                    break;
                case ["sh", "fails"]:
                    said = Run(text, mustFail: true);
                    break;
                case ["text"]:
                    foreach (var line in text.Split('\n'))
                        Assert.Contains(Words(line), said.Split('\n').Select(Words));
                    break;
                case ["sql"]:
                    if (NodeProcess.IsAvailable)
                        Assert.NotEmpty(DuckDb.Query(text.Replace("'runs/", $"'{folder.Path}/runs/", StringComparison.Ordinal)).EnumerateArray());
                    queries++;
                    break;
                case [_, var path]:
                    Directory.CreateDirectory(Path.GetDirectoryName(folder.File(path))!);
                    File.WriteAllText(folder.File(path), text);
                    break;
                default:
                    Assert.Fail($"A block of the tutorial that nothing checks: {info}");
                    break;
            }
        }

        Assert.Equal(1, queries);
    }

    /// <summary>The launcher there starts the binary that was built; the real launcher has tests of its own.</summary>
    private void PrepareFolder()
    {
        Directory.CreateDirectory(folder.File("studies"));
        Directory.CreateDirectory(folder.File("artifacts"));
        Directory.CreateSymbolicLink(folder.File("artifacts/host"), Path.GetDirectoryName(MetricProcess.Binary)!);
        File.Copy(Path.Combine(Repository.Root, "studies", "quickstart.fsx"), folder.File("studies/quickstart.fsx"));
        MetricProcess.PutCommand(folder.File("metric"));
    }

    private string Run(string commands, bool mustFail)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-euc", commands])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["METRIC_PLUGINS"] = "" },
        })!;
        var said = MetricProcess.Finish(process);
        Assert.True(said.ExitCode != 0 == mustFail, $"{commands}{Environment.NewLine}{said.Output}{said.Errors}");
        return said.Output + said.Errors;
    }

    private static IEnumerable<(string Info, string Text)> Blocks() =>
        Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "tutorial.md"))).Select(m => (m.Groups["info"].Value, m.Groups["text"].Value));

    /// <summary>Figures differ between machines; words do not.</summary>
    private static string Words(string line) => NotWords().Replace(line, "");

    [GeneratedRegex("^```(?<info>[^\n]+)\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("""[^a-zA-Z"]|of""")]
    private static partial Regex NotWords();
}
