using System.Text.RegularExpressions;
using MetricPlugins.Tests.Cli;
using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.Docs;

/// <summary>Documents that are carried out from their first command to their last, in a folder like the sources' own.</summary>
[Collection(TestProcess.Processes)]
public sealed partial class WalkthroughTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    private string Folder => temporary.File("metricplugins");

    [Theory]
    [InlineData("tutorial.md", 1)]
    [InlineData("extend/loss.md", 0)]
    [InlineData("extend/dataset.md", 0)]
    [InlineData("extend/model.md", 0)]
    public void Every_command_does_what_the_document_says(string document, int expectedQueries)
    {
        PrepareFolder();
        var said = "";
        var queries = 0;
        foreach (var (info, text) in Blocks(document))
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
                        Assert.NotEmpty(DuckDb.Query(text.Replace("'runs/", $"'{Folder}/runs/", StringComparison.Ordinal)).EnumerateArray());
                    queries++;
                    break;
                case [_, var path]:
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, path))!);
                    File.WriteAllText(Path.Combine(Folder, path), text);
                    break;
                default:
                    Assert.Fail($"A block of {document} that nothing checks: {info}");
                    break;
            }
        }

        Assert.Equal(expectedQueries, queries);
    }

    /// <summary>The launcher there starts the binary that was built; the real launcher has tests of its own.</summary>
    private void PrepareFolder()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "studies"));
        Directory.CreateDirectory(Path.Combine(Folder, "artifacts"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "artifacts/host"), Path.GetDirectoryName(MetricProcess.Binary)!);
        File.Copy(Path.Combine(Repository.Root, "studies", "quickstart.fsx"), Path.Combine(Folder, "studies/quickstart.fsx"));
        MetricProcess.PutCommand(Path.Combine(Folder, "metric"));
    }

    private string Run(string commands, bool mustFail)
    {
        var said = TestProcess.Run("bash", ["-euc", commands], Folder);
        Assert.True(said.ExitCode != 0 == mustFail, $"{commands}{Environment.NewLine}{said.Output}{said.Errors}");
        return said.Output + said.Errors;
    }

    private static IEnumerable<(string Info, string Text)> Blocks(string document) =>
        Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", document))).Select(m => (m.Groups["info"].Value, m.Groups["text"].Value));

    /// <summary>Figures differ between machines, and with them whether a loss decays <c>in 1 of 3</c> seeds or <c>never</c>; other words do not.</summary>
    private static string Words(string line) => NotWords().Replace(line, "");

    [GeneratedRegex("^```(?<info>[^\n]+)\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("""[^a-zA-Z"]|\b(in|of|never)\b""")]
    private static partial Regex NotWords();
}
