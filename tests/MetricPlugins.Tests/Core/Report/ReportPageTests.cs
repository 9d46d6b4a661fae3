using System.Globalization;
using System.Text.Json;
using MetricPlugins.Core;
using MetricPlugins.Core.Reporting;
using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.Core.Reporting;

/// <summary>The report as a reader uses it in a browser. Where <c>METRIC_PICTURES</c> names a folder, the studies and screenshots stay there.</summary>
public sealed class ReportPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [ChromiumTheory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 3, 3)]
    [InlineData(20, 5, 5)]
    public async Task A_reader_can_use_it(int losses, int datasets, int seeds)
    {
        var pictures = Environment.GetEnvironmentVariable("METRIC_PICTURES") is { Length: > 0 } kept ? Path.Combine(kept, $"{losses}x{datasets}x{seeds}") : null;
        var study = await StoredStudies.WriteAsync(pictures ?? folder.Path, losses, datasets, seeds);
        var report = MetricPlugins.Core.Report.Write(study).Path;
        string[] arguments = pictures is null ? [report] : [report, pictures];
        var said = NodeProcess.Run("report.mjs", "", arguments);

        Assert.Empty(Texts(said, "problems"));
        Assert.Empty(Texts(said, "requests"));
        Assert.All(said.GetProperty("widths").EnumerateArray(), over => Assert.Equal(0, over.GetInt32()));
        Assert.Equal(0, said.GetProperty("smuggled").GetInt32());

        var sorted = said.GetProperty("sorted");
        double[] rising = [.. sorted.GetProperty("rising").EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(losses, rising.Length);
        Assert.Equal(rising.Order(), rising);
        Assert.Equal(rising.OrderDescending(), sorted.GetProperty("falling").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal("descending", sorted.GetProperty("sort").GetString());

        await ComparesAsync(said.GetProperty("compared"), Path.Combine(study, "cifar10", "mlp"), losses, datasets, seeds);
        await NamesTheHardestAsync(said.GetProperty("hardest"), Path.Combine(study, "cifar10", "mlp"), datasets);

        var charted = said.GetProperty("charted");
        var stored = StoredStudyModule.Read(study);
        Assert.Equal(Charts.all(ComparedLosses.labels(stored), ComparedLosses.places(stored)).Item1[0].Charts.Select(chart => chart.Name), Texts(charted, "names"));
        var interval = seeds > 1 ? @", 95 % \d+(\.\d+)? to \d+(\.\d+)?" : "";
        Assert.Matches($@"^epoch \d+: \d+(\.\d+)?{interval}$", charted.GetProperty("loss").GetString());
        Assert.Matches($@"^class \d+ <&>: \d+(\.\d+)?{interval}$", charted.GetProperty("bars").GetString());
        Assert.Matches(@"^\d+(\.\d+)?$", charted.GetProperty("cells").GetString());

        var toggled = said.GetProperty("toggled");
        Assert.Contains("contrastive ends at", toggled.GetProperty("before").GetString());
        Assert.DoesNotContain("contrastive ends at", toggled.GetProperty("hidden").GetString());
        Assert.Equal("log", toggled.GetProperty("scale").GetString());

        Assert.True(said.GetProperty("printed").GetBoolean());

        var explored = said.GetProperty("explored");
        Assert.Matches(@"^Sample \d+, (class \d+ <&>|outlier)\. Nearest: (\d+ (class \d+ <&>|outlier)(, |\.$)){5}$", explored.GetProperty("readout").GetString());
        Assert.Equal(["class 1 <&>"], Texts(explored, "found"));
        foreach (var works in new[] { "neighborsAreDrawn", "classIsIsolated", "allComesBack", "wheelZooms", "wholeComesBack" })
            Assert.True(explored.GetProperty(works).GetBoolean(), works);

        var inputs = said.GetProperty("inputs");
        Assert.Equal([.. StoredStudies.Losses(losses), "inputs"], Texts(inputs, "titles"));
        Assert.Equal(["PCA"], Texts(inputs, "views"));
        Assert.EndsWith("test samples, before training.", inputs.GetProperty("sampled").GetString(), StringComparison.Ordinal);
        Assert.Matches(@"^Sample \d+, (class \d+ <&>|outlier)\.$", inputs.GetProperty("readout").GetString());
    }

    [Fact]
    public async Task It_is_small_enough_to_send()
    {
        var report = MetricPlugins.Core.Report.Write(await StoredStudies.WriteAsync(folder.Path, losses: 7, datasets: 1, seeds: 3, samples: 5000)).Path;
        Assert.InRange(new FileInfo(report).Length, 1_000_000, 2_000_000);
    }

    [NodeTheory]
    [InlineData("uPlot.iife.min.js", "dist/uPlot.iife.min.js")]
    [InlineData("uPlot.min.css", "dist/uPlot.min.css")]
    [InlineData("uPlot.LICENSE", "LICENSE")]
    public void The_charting_library_is_the_published_one(string ours, string published) =>
        Assert.Equal(
            File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "node", "node_modules", "uplot", published)),
            File.ReadAllText(Path.Combine(SourceTree.Root, "src", "Core", "Report", "assets", ours)));

    public void Dispose() => folder.Dispose();

    /// <summary>Figures of the section against the baseline are those of metrics.parquet.</summary>
    private static async Task ComparesAsync(JsonElement said, string place, int losses, int datasets, int seeds)
    {
        if (losses == 1)
        {
            Assert.Equal(JsonValueKind.Null, said.ValueKind);
            return;
        }

        async Task<string> RecallAsync(string loss)
        {
            var metrics = await Task.WhenAll(Enumerable.Range(0, seeds).Select(seed => AnalysisFiles.ReadMetricsAsync(Path.Combine(place, loss, "default", $"seed-{seed}", AnalysisFiles.Metrics))));
            return metrics.Average(run => run.Single(metric => metric.Name == "recall_at_1").Value!.Value).ToString("0.0000", CultureInfo.InvariantCulture);
        }

        Assert.Equal($"R@1, against contrastive {await RecallAsync("contrastive")}", said.GetProperty("subject").GetString());
        Assert.Equal(said.GetProperty("subject").GetString(), said.GetProperty("folded").GetString());
        var findings = Texts(said, "findings").ToList();
        Assert.Equal(losses - 1, findings.Count);
        Assert.StartsWith($"triplet {await RecallAsync("triplet")}: ", findings[0], StringComparison.Ordinal);
        Assert.All(findings, finding => Assert.Contains($"; {seeds} seeds, t({seeds - 1}) = ", finding, StringComparison.Ordinal));

        Assert.Equal(datasets, Texts(said, "places").Count());
        Assert.Equal(0, said.GetProperty("figures").GetInt32() % datasets);
        Assert.NotEmpty(Texts(said, "advice"));
        Assert.All(Texts(said, "advice"), sentence => Assert.Matches("^[a-z0-9-]+, mlp: [a-z].+; next is .+, largest Holm-adjusted p [=<] ", sentence));
    }

    /// <summary>The rows of the hardest samples are those of queries.parquet, and are sorted as numbers and as texts.</summary>
    private static async Task NamesTheHardestAsync(JsonElement said, string place, int datasets)
    {
        var files = await Task.WhenAll(Directory.GetFiles(place, AnalysisFiles.Queries, SearchOption.AllDirectories).Select(StoredTable.ReadAsync));
        var queries = files.SelectMany(file => file.Column<int>("index").Select((index, row) =>
            (Index: index, Label: file.Column<int>("label")[row], Precision: file.Column<double>("average_precision")[row], FirstHit: file.Column<int>("first_hit")[row])));
        List<string> expected = [.. queries.GroupBy(query => query.Index)
            .Select(of => (Index: of.Key, of.First().Label, Precision: of.Average(query => query.Precision), FirstHit: of.Max(query => query.FirstHit)))
            .OrderBy(sample => sample.Precision).ThenByDescending(sample => sample.FirstHit).ThenBy(sample => sample.Index).Take(20)
            .Select(sample => string.Create(CultureInfo.InvariantCulture, $"{sample.Index} class {sample.Label} <&> {sample.Precision:0.0000} {sample.FirstHit}"))];

        List<string[]> Rows(string name) => [.. said.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetString()!).ToArray())];
        static string Shown(string[] row) => $"{row[0]} {row[1]} {row[3]} {row[4]}";

        Assert.Equal(datasets, Texts(said, "places").Count());
        Assert.Equal(expected, Rows("rows").Select(Shown));
        Assert.Equal(expected, Rows("rising").Select(Shown));
        var falling = Rows("falling").Select(row => double.Parse(row[3], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(falling.OrderDescending(), falling);
        var classes = Rows("byClass").Select(row => row[1]).ToList();
        Assert.Equal(classes.Order(StringComparer.Ordinal), classes);
        Assert.All(Rows("rows"), row => Assert.Matches("^(class [0-9]+ <&>|outlier)$", row[2]));
    }

    private static IEnumerable<string?> Texts(JsonElement said, string name) => said.GetProperty(name).EnumerateArray().Select(text => text.GetString());
}
