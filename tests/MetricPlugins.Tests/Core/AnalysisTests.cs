using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

/// <summary>What the embeddings of a run come to, on points that can be reckoned by hand.</summary>
public sealed class AnalysisTests : IDisposable
{
    private static readonly RunIdentity Identity = new("study", "data", "model", "loss", "default", 0, "{}");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_figure_of_two_classes_at_right_angles()
    {
        // Class 0 at (1, 0) twice; class 1 at (0, 1) and (0, −1); an outlier at (−1, 0).
        var analysis = Analysis.Measure(["right", "up"], [Split("train", [0, 1], [1, 0, 0, 1]), Split("test", [0, 0, 1, 1, -1], [1, 0, 1, 0, 0, 1, 0, -1, -1, 0])]);
        double? Test(string name, string distance) => Assert.Single(analysis.Metrics, m => (m.Split, m.Name, m.Distance) == ("test", name, distance)).Value;

        // The centroids are (1, 0) and (0, 0): class 1 lies at distance 1 from its own, and a zero vector at cosine distance 1 of all.
        Assert.Equal(0.5, Test("intra_mean", "euclid"));
        Assert.Equal(0.25, Test("intra_variance", "euclid"));
        Assert.Equal(0.5, Test("intra_mean", "cos"));
        Assert.Equal(1, Test("inter_mean", "sq"));
        Assert.Equal(2, Test("inter_bound", "sq"));
        Assert.Equal(2, Test("inter_bound", "cos"));
        Assert.Equal(2, Test("alignment", "sq"));
        Assert.Equal(Math.Log((1 + (4 * Math.Exp(-4)) + Math.Exp(-8)) / 6), Test("uniformity", "sq")!.Value, 1e-12);

        // Class 0 lies at its own mean, class 1 at 1 from its own and √2 from the other's.
        Assert.Equal((1 + (1 - Math.Sqrt(0.5))) / 2, Test("silhouette", "euclid")!.Value, 1e-12);

        // (0, 1) is as near to both of class 0 and to the outlier, which come before and after its class.
        Assert.Equal(0.5, Test("recall_at_1", "cos"));
        Assert.Equal(1, Test("recall_at_4", "cos"));
        Assert.Equal(0.5, Test("r_precision", "cos"));
        Assert.Equal((1 + 1 + 0.25 + 0.25) / 4, Test("mrr", "cos"));
        Assert.Equal(0.75, Test("linear_accuracy", "none"));
        Assert.Equal(0.75, Test("knn_accuracy", "cos"));
        Assert.DoesNotContain(analysis.Metrics, m => m is { Split: "train", Name: "recall_at_1" or "linear_accuracy" });
    }

    [Fact]
    public void What_cannot_be_measured_is_null()
    {
        var analysis = Analysis.Measure(["only"], [Split("test", [0], [1, 0]), Split("validation", [], [])]);
        Assert.All(analysis.Metrics, m => Assert.Equal("test", m.Split));
        foreach (var name in new[] { "inter_mean", "inter_bound", "recall_at_1", "map_at_r", "alignment", "uniformity", "effective_rank", "silhouette" })
            Assert.All(analysis.Metrics.Where(m => m.Name == name), m => Assert.Null(m.Value));
        Assert.DoesNotContain(analysis.Metrics, m => m.Name == "knn_accuracy");
    }

    [Fact]
    public void Embeddings_that_are_not_finite_are_refused() =>
        Assert.Contains("test split", Assert.Throws<InvalidDataException>(() => Analysis.Measure(["a"], [Split("test", [0, 0], [1, float.NaN, 0, 1])])).Message);

    [Fact]
    public void Rows_that_are_not_of_unit_length_have_no_bounds() =>
        Assert.DoesNotContain(Analysis.Measure(["a", "b"], [Split("test", [0, 1], [2, 0, 0, 1])]).Metrics, m => m.Name == "inter_bound");

    [Fact]
    public async Task What_is_written_is_read_and_places_are_those_of_the_dataset()
    {
        var split = new SplitEmbeddings("test", [7, 5, 9], [1, 0, 1], [0, 1, 1, 0, 0.8f, 0.6f], 2);
        var analysis = Analysis.Measure(["right", "up"], [split]);
        await AnalysisFiles.WriteAsync(folder.Path, Identity, analysis);

        Assert.Equal(analysis.Metrics, await AnalysisFiles.ReadMetricsAsync(folder.File(AnalysisFiles.Metrics)));

        var queries = await StoredTable.ReadAsync(folder.File(AnalysisFiles.Queries));
        Assert.Equal([7, 9], queries.Column<int>("index"));
        Assert.Equal([9, 5], queries.Column<int>("nearest_index"));
        Assert.Equal([1, 0], queries.Column<int>("nearest_label"));
        Assert.Equal([1, 2], queries.Column<int>("first_hit"));

        var classes = await StoredTable.ReadAsync(folder.File(AnalysisFiles.Classes));
        Assert.Equal(["right", "up"], classes.Column<string>("class_name"));
        Assert.Equal([1, 2], classes.Column<int>("count"));
        var pairs = await StoredTable.ReadAsync(folder.File(AnalysisFiles.ClassPairs));
        Assert.Equal([0], pairs.Column<int>("label_a"));
        Assert.Equal([1], pairs.Column<int>("label_b"));
    }

    private static SplitEmbeddings Split(string name, long[] labels, float[] rows) => new(name, [.. labels.Select((_, i) => (long)i)], labels, rows, 2);
}
