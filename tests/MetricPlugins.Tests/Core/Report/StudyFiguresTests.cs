using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using MetricPlugins.Core;
using MetricPlugins.Core.Reporting;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace MetricPlugins.Tests.Core.Reporting;

/// <summary>The figures that a report leaves beside it.</summary>
public sealed class StudyFiguresTests : IDisposable
{
    private static readonly string[] Trained =
    [
        "active-ratio", "active-ratio-log", "active-samples", "active-samples-symlog", "classes", "gradient-norm", "gradient-norm-log", "loss", "loss-log",
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
        foreach (var svg in Files(study).Where(file => file.EndsWith(".svg", StringComparison.Ordinal)))
        {
            var path = Path.Combine(Figures(study), svg);
            var root = XDocument.Load(path).Root!;
            Assert.Equal("svg", root.Name.LocalName);
            int Pixels(string side) => int.Parse(root.Attribute(side)!.Value, CultureInfo.InvariantCulture);

            using var picture = SKBitmap.Decode(Path.ChangeExtension(path, ".png"));
            Assert.Equal((2 * Pixels("width"), 2 * Pixels("height")), (picture.Width, picture.Height));
        }

        Assert.All(Drawn(study), figure => Assert.Empty(figure.Plot.GetPlottables<Text>()));
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
        Assert.DoesNotContain(Files(study), file => file.StartsWith("cifar10-mlp-class-inter-triplet.", StringComparison.Ordinal));
        foreach (var name in new[] { "recall", "class-intra", "variance-map" })
            Assert.Equal(["contrastive"], Legend(Plotted(study, name)));
        Assert.Equal(["contrastive", "triplet"], Legend(Plotted(study, "loss")));
    }

    [Fact]
    public async Task A_run_whose_file_cannot_be_read_is_named_and_the_rest_is_written()
    {
        var study = await StudyAsync();
        var damaged = Path.Combine(study, "cifar10", "mlp", "triplet", "default", "seed-0", AnalysisFiles.ClassPairs);
        await File.WriteAllTextAsync(damaged, "no table");

        var report = MetricPlugins.Core.Report.Write(study);

        Assert.StartsWith($"{damaged} cannot be read as Parquet: ", Assert.Single(report.Warnings), StringComparison.Ordinal);
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

        foreach (var (loss, own) in losses.Zip(largest))
        {
            var map = Plotted(study, $"class-inter-{loss}").GetPlottables<Heatmap>().Single();
            Assert.Equal(own, map.Intensities.Cast<double>().Where(double.IsFinite).Max());
            Assert.Equal((0, largest[0]), (map.GetRange().Min, map.GetRange().Max));
        }
    }

    [Fact]
    public async Task A_loss_has_the_colour_that_the_page_gives_it()
    {
        var study = await StudyAsync();
        var html = await File.ReadAllTextAsync(MetricPlugins.Core.Report.Write(study).Path);
        const string start = "<script id=\"data\" type=\"application/json\">";
        var data = html[(html.IndexOf(start, StringComparison.Ordinal) + start.Length)..];
        using var page = JsonDocument.Parse(data[..data.IndexOf("</script>", StringComparison.Ordinal)]);
        var colors = page.RootElement.GetProperty("losses").EnumerateArray().Select(loss => loss.GetProperty("color").GetString()!).ToList();

        foreach (var name in new[] { "loss", "recall", "class-intra", "variance-map" })
            foreach (var (loss, color) in new[] { "contrastive", "triplet" }.Zip(colors))
                Assert.Equal(color, ColorOf(Plotted(study, name).GetPlottables().Single(drawn => drawn is IHasLegendText { LegendText: var text } && text == loss)));
        Assert.DoesNotContain(colors[1], Plotted(study, "pca-contrastive").GetPlottables().Select(ColorOf));
    }

    public void Dispose() => folder.Dispose();

    private static string ColorOf(IPlottable drawn) => (drawn switch
    {
        Scatter line => line.Color,
        BarPlot bars => bars.Bars[0].FillColor,
        Markers points => points.Color.WithAlpha(1.0),
        _ => throw new ArgumentException($"What colour does {drawn} have?", nameof(drawn)),
    }).ToHex();

    private static IEnumerable<string> Legend(Plot plot) => plot.Legend.GetItems().Select(item => item.LabelText);

    /// <summary>The figures of a study before they become files.</summary>
    private static IEnumerable<Figure> Drawn(string study)
    {
        var stored = StoredStudyModule.Read(study);
        var places = ComparedLosses.places(stored);
        return Charts.all(ComparedLosses.labels(stored), places).Item1.Zip(places).SelectMany(place =>
            place.First.Charts.SelectMany(chart => ChartFigure.Draw(place.First.Prefix, place.First.Title, chart))
                .Concat(ScatterFigure.Draw(place.First.Prefix, Explorer.ofPlace(100, place.Second).Item1)));
    }

    private static Plot Plotted(string study, string figure) => Drawn(study).Single(drawn => drawn.Name == $"cifar10-mlp-{figure}").Plot;

    private Task<string> StudyAsync(int datasets = 1) => StoredStudies.WriteAsync(folder.Path, losses: 2, datasets, seeds: 2);

    private static string Figures(string study) => Path.Combine(study, "report", "figures");

    private static IEnumerable<string> Named(string dataset, string[] figures) =>
        figures.SelectMany(name => new[] { $"{dataset}-mlp-{name}.png", $"{dataset}-mlp-{name}.svg" }).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Files(string study) =>
        Directory.EnumerateFileSystemEntries(Figures(study)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static void Delete(string below, params string[] names)
    {
        foreach (var path in names.SelectMany(name => Directory.GetFiles(below, name, SearchOption.AllDirectories)))
            File.Delete(path);
    }
}
