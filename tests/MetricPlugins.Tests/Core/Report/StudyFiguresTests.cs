using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core.Reporting;

/// <summary>The figures that a report leaves beside it.</summary>
public sealed class StudyFiguresTests : IDisposable
{
    private static readonly string[] Trained =
    [
        "active-ratio", "active-ratio-symlog", "classes", "gradient-norm", "gradient-norm-symlog", "loss", "loss-symlog",
        "pca-contrastive", "pca-inputs", "pca-triplet", "t-sne-contrastive", "t-sne-triplet",
    ];

    private static readonly string[] Analysed = ["class-inter-contrastive", "class-inter-triplet", "class-intra", "recall", "variance-map"];

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Every_figure_of_a_study_is_a_whole_file()
    {
        var study = await StudyAsync(datasets: 2);
        var report = MetricPlugins.Core.Report.Write(study);

        Assert.Empty(report.Warnings);
        Assert.Equal([.. Named("cifar10", [.. Trained, .. Analysed]), .. Named("synthetic", [.. Trained, .. Analysed])], Files(study));
        foreach (var file in Files(study))
        {
            var root = XDocument.Load(Path.Combine(Figures(study), file)).Root!;
            Assert.Equal("svg", root.Name.LocalName);
            Assert.DoesNotContain(root.Descendants(), element => element.Value.StartsWith("no finite", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Runs_that_were_not_analysed_leave_out_what_needs_it()
    {
        var study = await StudyAsync();
        Delete(study, AnalysisFiles.Metrics, AnalysisFiles.Classes, AnalysisFiles.ClassPairs, AnalysisFiles.Queries);

        Assert.Empty(MetricPlugins.Core.Report.Write(study).Warnings);
        Assert.Equal(Named("cifar10", Trained), Files(study));
    }

    [Fact]
    public async Task Runs_of_a_version_that_stored_no_inputs_show_none()
    {
        var study = await StudyAsync();
        Delete(study, InputProjection.File);

        Assert.Empty(MetricPlugins.Core.Report.Write(study).Warnings);
        Assert.Equal(Named("cifar10", [.. Trained.Except(["pca-inputs"]), .. Analysed]), Files(study));
    }

    [Fact]
    public async Task A_loss_whose_runs_were_not_analysed_leaves_the_others()
    {
        var study = await StudyAsync();
        Delete(Path.Combine(study, "cifar10", "mlp", "triplet"), AnalysisFiles.Metrics, AnalysisFiles.Classes, AnalysisFiles.ClassPairs, AnalysisFiles.Queries);

        Assert.Empty(MetricPlugins.Core.Report.Write(study).Warnings);
        Assert.DoesNotContain("cifar10-mlp-class-inter-triplet.svg", Files(study));
        foreach (var name in new[] { "recall", "class-intra", "variance-map" })
            Assert.DoesNotContain("triplet", Text(study, name), StringComparison.Ordinal);
        Assert.Contains("triplet", Text(study, "loss"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_that_fails_is_named_and_the_rest_is_written()
    {
        var study = await StudyAsync();
        var damaged = Path.Combine(study, "cifar10", "mlp", "triplet", "default", "seed-0", AnalysisFiles.ClassPairs);
        await File.WriteAllTextAsync(damaged, "no table");

        var report = MetricPlugins.Core.Report.Write(study);

        Assert.StartsWith("Figure cifar10-mlp-class-inter-triplet could not be drawn: ", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.True(File.Exists(report.Path));
        Assert.Equal(Named("cifar10", [.. Trained, .. Analysed.Where(name => name != "class-inter-triplet")]), Files(study));
    }

    [Fact]
    public async Task Heat_maps_of_one_dataset_and_model_share_a_scale_from_zero_to_the_largest_distance_of_all()
    {
        var study = await StoredStudies.WriteAsync(folder.Path, losses: 7, datasets: 1, seeds: 1);
        // The first keeps its classes the farthest apart, the last the least far.
        string[] losses = ["contrastive", "ccl"];
        var largest = await Task.WhenAll(losses.Select(async loss =>
        {
            var pairs = await StoredTable.ReadAsync(Path.Combine(study, "cifar10", "mlp", loss, "default", "seed-0", AnalysisFiles.ClassPairs));
            return pairs.Column<double>("inter_euclid").Max();
        }));
        Assert.InRange(largest[1], 0, largest[0] - 0.05);

        Assert.Empty(MetricPlugins.Core.Report.Write(study).Warnings);
        foreach (var loss in losses)
            Assert.Equal(largest[0], TopOfScale(XDocument.Parse(Text(study, $"class-inter-{loss}"))), 0.01);
    }

    [Fact]
    public async Task A_loss_has_the_colour_that_the_page_gives_it()
    {
        var study = await StudyAsync();
        var html = await File.ReadAllTextAsync(MetricPlugins.Core.Report.Write(study).Path);
        const string start = "<script id=\"data\" type=\"application/json\">";
        var data = html[(html.IndexOf(start, StringComparison.Ordinal) + start.Length)..];
        using var page = JsonDocument.Parse(data[..data.IndexOf("</script>", StringComparison.Ordinal)]);
        var colors = page.RootElement.GetProperty("palette").GetProperty("losses").EnumerateArray().Take(2).Select(color => color.GetString()!).ToList();

        foreach (var name in new[] { "loss", "recall", "class-intra", "variance-map" })
            Assert.All(colors, color => Assert.Contains(color, Text(study, name), StringComparison.Ordinal));
        Assert.DoesNotContain(colors[1], Text(study, "pca-contrastive"), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Where the colours end that begin at zero, by the first and the last tick beside them.</summary>
    private static double TopOfScale(XDocument map)
    {
        static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
        var colors = map.Descendants().Where(element => element.Name.LocalName == "image").ElementAt(1);
        var right = Number(colors, "x") + Number(colors, "width");
        var ticks = map.Descendants().Where(element => element.Name.LocalName == "text" && Number(element, "x") > right && element.Attribute("transform") is null)
            .Select(text => (Value: double.Parse(text.Value, CultureInfo.InvariantCulture), Y: Number(text, "y"))).OrderBy(tick => tick.Value).ToList();

        Assert.Equal(0, ticks[0].Value);
        return ticks[^1].Value * Number(colors, "height") / (ticks[0].Y - ticks[^1].Y);
    }

    private Task<string> StudyAsync(int datasets = 1) => StoredStudies.WriteAsync(folder.Path, losses: 2, datasets, seeds: 2);

    private static string Figures(string study) => Path.Combine(study, "report", "figures");

    private static string Text(string study, string figure) => File.ReadAllText(Path.Combine(Figures(study), $"cifar10-mlp-{figure}.svg"));

    private static IEnumerable<string> Named(string dataset, string[] figures) =>
        figures.Select(name => $"{dataset}-mlp-{name}.svg").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Files(string study) =>
        Directory.EnumerateFileSystemEntries(Figures(study)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static void Delete(string below, params string[] names)
    {
        foreach (var path in names.SelectMany(name => Directory.GetFiles(below, name, SearchOption.AllDirectories)))
            File.Delete(path);
    }
}
