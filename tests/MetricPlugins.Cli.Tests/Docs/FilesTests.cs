using System.Text.Json;
using System.Text.RegularExpressions;
using MetricPlugins.Tests.Cli;
using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.Docs;

/// <summary>docs/files.md beside the files that a study leaves, and its and docs/analysis.md's examples on them.</summary>
public sealed partial class FilesTests(QuickstartRuns runs) : IClassFixture<QuickstartRuns>
{
    private static readonly string Document = Text("docs/files.md");
    private static readonly string Analysis = Text("docs/analysis.md");

    [Fact]
    public void Every_file_of_a_study_has_its_place_in_the_document()
    {
        // Tables and figures of a report have many names, and one place each.
        var files = Directory.GetFiles(runs.Study, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(runs.Study, file))
            .Select(file => file.StartsWith("report/", StringComparison.Ordinal) ? $"{Path.GetDirectoryName(file)}/" : Path.GetFileName(file)).Distinct();
        Assert.All(files, file => Assert.Contains(file, Blocks("text").Single()));
    }

    [Theory]
    [InlineData("run.json", "synthetic/mlp/triplet/mining-all/seed-0/run.json")]
    [InlineData("study.json", "study.json")]
    public void Every_field_of_a_json_file_is_told(string name, string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(runs.Study, path)));
        var section = Document[Document.IndexOf($"\n### `{name}`\n", StringComparison.Ordinal)..];
        var told = Row().Matches(section[..section.IndexOf("\n#", 1, StringComparison.Ordinal)]).SelectMany(row => row.Groups["names"].Value.Split(", "));
        Assert.Equal(json.RootElement.EnumerateObject().Select(field => $"`{field.Name}`").Order(), told.Order());
    }

    [NodeFact]
    public void Every_query_finds_rows()
    {
        var queries = new[] { Document, Analysis, Text("README.md") }.SelectMany(document => Blocks("sql", document)).ToList();
        Assert.Equal(8, queries.Count);
        Assert.All(queries, query => Assert.NotEmpty(DuckDb.Query(query.Replace("'runs/", $"'{runs.Folder}/runs/", StringComparison.Ordinal)).EnumerateArray()));
    }

    [NodeFact]
    public void Recall_by_query_is_that_of_the_product()
    {
        var query = Blocks("sql").Single(sql => sql.Contains("recall_at_1", StringComparison.Ordinal)).Replace("'runs/quickstart/", $"'{runs.Folder}/measured/train/", StringComparison.Ordinal);
        var said = MetricProcess.Run(
            "train", "--dataset", "synthetic", "--model", "mlp", "--loss", "contrastive", "--epochs", "2", "--variance-every", "2", "--out", Path.Combine(runs.Folder, "measured"));
        Assert.True(said.ExitCode == 0, said.Errors);

        var stored = DuckDb.Query($"SELECT recall_at_1 FROM '{runs.Folder}/measured/train/**/epochs.parquet' WHERE recall_at_1 IS NOT NULL");
        Assert.Equal(stored[0].GetProperty("recall_at_1").GetDouble(), DuckDb.Query(query)[0].GetProperty("recall_at_1").GetDouble(), 3);
    }

    [Fact]
    public void Parquet_net_alone_reads_them()
    {
        const string Package = "#r \"nuget: Parquet.Net, 6.1.0\"";
        Assert.Contains("Include=\"Parquet.Net\" Version=\"6.1.0\"", File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props")));
        var script = Assert.Single(Blocks("fsharp fsi"));
        Assert.StartsWith(Package, script);

        // The assembly that the product was built with, whatever a feed has.
        var path = Path.Combine(runs.Folder, "read.fsx");
        File.WriteAllText(path, script.Replace(Package, $"#r \"{Path.Combine(Path.GetDirectoryName(MetricProcess.Binary)!, "Parquet.dll")}\"", StringComparison.Ordinal));
        var lines = Run("dotnet", "fsi", path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, lines.Length);
        Assert.All(lines, line => Assert.EndsWith("at weight decay 1E-05; 2100 × 32 embeddings", line.TrimEnd()));
    }

    [PythonFact]
    public void Every_example_in_python_compiles()
    {
        var examples = Blocks("python").Concat(Blocks("python", Analysis)).ToList();
        Assert.Equal(5, examples.Count);
        Assert.All(examples, example => Run("python3", "-c", "import sys; compile(sys.argv[1], 'docs', 'exec')", example));
    }

    [PythonFact("numpy", "pandas", "pyarrow")]
    public void Pandas_reads_them() => Assert.Contains("(1596, 32) float32", Python("pandas"));

    [PythonFact("numpy", "polars")]
    public void Polars_reads_them() => Assert.Contains("(1596, 32) float32", Python("polars"));

    [PythonFact("numpy", "pyspark")]
    public void Spark_reads_them() => Assert.Contains("(1596, 32) float32", Python("pyspark"));

    [PythonFact("pandas", "pyarrow")]
    public void Pandas_analyses_them() => Assert.Contains("contrastive", Python("pandas", Analysis));

    [PythonFact("polars")]
    public void Polars_analyses_them() => Assert.Contains("contrastive", Python("polars", Analysis));

    private string Python(string module, string? document = null) => Run("python3", "-c", Blocks("python", document).Single(example => example.Contains(module, StringComparison.Ordinal)));

    /// <summary>What a command says, started where the document's paths begin.</summary>
    private string Run(string command, params string[] arguments)
    {
        var said = TestProcess.Run(command, arguments, runs.Folder);
        Assert.True(said.ExitCode == 0, said.Output + said.Errors);
        return said.Output;
    }

    private static string Text(string document) => File.ReadAllText(Path.Combine(Repository.Root, document));

    private static IEnumerable<string> Blocks(string info, string? document = null) =>
        Block().Matches(document ?? Document).Where(block => block.Groups["info"].Value == info).Select(block => block.Groups["text"].Value);

    [GeneratedRegex("^```(?<info>[^\n]+)\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| (?<names>`[^|]+`) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
