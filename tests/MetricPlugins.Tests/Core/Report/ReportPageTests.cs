using System.Text.Json;
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
        var report = MetricPlugins.Core.Report.Write(await StoredStudies.WriteAsync(pictures ?? folder.Path, losses, datasets, seeds)).Path;
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

        Assert.Matches(seeds > 1 ? @"epoch \d+: \d+(\.\d+)? ± \d" : @"epoch \d+: \d+(\.\d+)?$", said.GetProperty("hovered").GetString());
        var toggled = said.GetProperty("toggled");
        Assert.Contains("contrastive ends at", toggled.GetProperty("before").GetString());
        Assert.DoesNotContain("contrastive ends at", toggled.GetProperty("hidden").GetString());
        Assert.Equal("symlog", toggled.GetProperty("scale").GetString());

        var explored = said.GetProperty("explored");
        Assert.Matches(@"^Sample \d+, (class \d+ <&>|outlier)\. Nearest: (\d+ (class \d+ <&>|outlier)(, |\.$)){5}$", explored.GetProperty("readout").GetString());
        Assert.Equal(["class 1 <&>"], Texts(explored, "found"));
        foreach (var works in new[] { "neighborsAreDrawn", "classIsIsolated", "allComesBack", "wheelZooms", "wholeComesBack" })
            Assert.True(explored.GetProperty(works).GetBoolean(), works);
    }

    [Fact]
    public async Task It_is_small_enough_to_send()
    {
        var report = MetricPlugins.Core.Report.Write(await StoredStudies.WriteAsync(folder.Path, losses: 7, datasets: 1, seeds: 3, samples: 2000)).Path;
        Assert.InRange(new FileInfo(report).Length, 0, 3_000_000);
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

    private static IEnumerable<string?> Texts(JsonElement said, string name) => said.GetProperty(name).EnumerateArray().Select(text => text.GetString());
}
