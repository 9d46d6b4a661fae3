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
        var test = Split("test", [0, 0, 1, 1, -1], [1, 0, 1, 0, 0, 1, 0, -1, -1, 0]);
        var analysis = Measure(["right", "up"], [Split("train", [0, 1], [1, 0, 0, 1]), test]);
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
        var analysis = Measure(["only"], [Split("test", [0], [1, 0]), Split("validation", [], [])]);
        Assert.All(analysis.Metrics, m => Assert.Equal("test", m.Split));
        foreach (var name in new[] { "inter_mean", "inter_bound", "recall_at_1", "map_at_r", "alignment", "uniformity", "effective_rank", "silhouette" })
            Assert.All(analysis.Metrics.Where(m => m.Name == name), m => Assert.Null(m.Value));
        Assert.DoesNotContain(analysis.Metrics, m => m.Name == "knn_accuracy");
    }

    [Fact]
    public void Of_classes_of_one_sample_each_there_is_no_spread_no_retrieval_and_no_cluster_and_the_reason_is_told()
    {
        var train = Split("train", [0, 1, 0], [1, 0, 0, 1, 1, 0]);
        var analysis = Measure(["a", "b", "c"], [train, Split("test", [0, 1, 2], [1, 0, 0, 1, 0.6f, 0.8f])]);
        foreach (var name in new[] { "intra_mean", "intra_variance", "alignment", "recall_at_1", "mrr", "nmi" })
            Assert.All(analysis.Metrics.Where(m => (m.Split, m.Name) == ("test", name)), m => Assert.Null(m.Value));
        Assert.All(analysis.Metrics.Where(m => (m.Split, m.Name) == ("train", "intra_mean")), m => Assert.NotNull(m.Value));
        string[] measured = ["inter_mean", "uniformity", "knn_accuracy", "linear_accuracy"];
        Assert.All(analysis.Metrics.Where(m => measured.Contains(m.Name)), m => Assert.NotNull(m.Value));
        Assert.Equal(
            ["Every class of the test split has one sample: spread within classes, alignment, retrieval and nmi cannot be measured."],
            analysis.Unmeasured);
    }

    [Fact]
    public void Splits_without_a_common_class_have_no_accuracy_and_the_reason_is_told()
    {
        var train = Split("train", [0, 1, 0, 1], [1, 0, 0, 1, 1, 0, 0, 1]);
        var analysis = Measure(["a", "b", "c"], [train, Split("test", [2, 2], [1, 0, 0, 1])]);
        Assert.Equal([null, null], analysis.Metrics.Where(m => m.Name is "knn_accuracy" or "linear_accuracy").Select(m => m.Value));
        Assert.Equal(["The train and test splits share no class: k-NN and linear accuracy cannot be measured."], analysis.Unmeasured);
    }

    [Fact]
    public async Task Of_very_many_classes_no_pairs_are_stored_and_what_takes_too_long_is_null_and_told()
    {
        // Two samples a class, on a circle.
        long[] labels = [.. Enumerable.Range(0, 4002).Select(i => i / 2L)];
        float[] rows = [.. labels.SelectMany(label => new[] { (float)Math.Cos(label), (float)Math.Sin(label) })];
        var few = Split("validation", [0, 0, 1], [1, 0, 1, 0, 0, 1]);
        string[] names = [.. Enumerable.Range(0, 2001).Select(i => $"{i}")];
        var analysis = Measure(names, [Split("train", labels, rows), few, Split("test", labels, rows)]);

        Assert.Equal([null, null], analysis.Metrics.Where(m => m.Name is "nmi" or "linear_accuracy").Select(m => m.Value));
        Assert.All(analysis.Metrics.Where(m => m.Name is "inter_mean" or "inter_variance" or "knn_accuracy"), m => Assert.NotNull(m.Value));
        Assert.Equal(
            [
                "class_pairs.parquet has no rows of the train split: it has 2001 classes, more than 1000.",
                "class_pairs.parquet has no rows of the test split: it has 2001 classes, more than 1000.",
                "nmi of the test split is not measured: it has 2001 classes; k-means takes too long above 2000.",
                "Linear accuracy is not measured: the train split has 2001 classes; regression takes too long above 2000.",
            ],
            analysis.Unmeasured);

        await AnalysisFiles.WriteAsync(folder.Path, Identity, analysis);
        Assert.Equal(["validation"], (await StoredTable.ReadAsync(folder.File(AnalysisFiles.ClassPairs))).Column<string>("split"));
    }

    [Fact]
    public async Task Without_a_pair_the_file_of_pairs_is_empty_and_reads()
    {
        await AnalysisFiles.WriteAsync(folder.Path, Identity, Measure(["only"], [Split("test", [0, 0], [1, 0, 0, 1])]));
        Assert.Empty((await StoredTable.ReadAsync(folder.File(AnalysisFiles.ClassPairs))).Column<double>("inter_sq"));
    }

    [Fact]
    public void What_is_measured_is_told_and_its_share_rises_to_the_whole()
    {
        var told = new List<MeasuringProgress>();
        MeasureRandom(told.Add, CancellationToken.None);

        Assert.Equal(
            [
                "train: distances between classes", "test: distances between classes", "test: retrieval",
                "train: effective rank", "train: uniformity", "test: effective rank", "test: uniformity",
                "test: clusters", "test: silhouette", "test: k-NN accuracy", "test: linear probe, evaluation 1",
            ],
            told.Select(progress => progress.What).Distinct().Take(11));
        var isCounted = told.ToLookup(progress => !progress.What.Contains("linear", StringComparison.Ordinal));
        foreach (var shares in isCounted[true].GroupBy(progress => progress.What, progress => progress.Share!.Value))
        {
            Assert.Equal((0, 1), (shares.First(), shares.Last()));
            Assert.Equal(shares.Order(), shares);
        }

        Assert.All(isCounted[false], progress => Assert.Null(progress.Share));
    }

    [Theory]
    [InlineData("train: distances between classes")]
    [InlineData("test: retrieval")]
    [InlineData("train: effective rank")]
    [InlineData("train: uniformity")]
    [InlineData("test: clusters")]
    [InlineData("test: k-NN accuracy")]
    [InlineData("test: linear probe, evaluation 3")]
    public void Cancelling_ends_whatever_is_being_measured(string what)
    {
        using var cancellation = new CancellationTokenSource();
        var after = new List<string>();
        Assert.ThrowsAny<OperationCanceledException>(() => MeasureRandom(
            progress =>
            {
                if (cancellation.IsCancellationRequested)
                    after.Add(progress.What);
                if (progress.What == what)
                    cancellation.Cancel();
            },
            cancellation.Token));
        Assert.All(after, measured => Assert.Equal(what, measured));
    }

    [Fact]
    public void Embeddings_that_are_not_finite_are_refused() =>
        Assert.Contains(
            "test split",
            Assert.Throws<InvalidDataException>(() => Measure(["a"], [Split("test", [0, 0], [1, float.NaN, 0, 1])])).Message);

    [Fact]
    public void Rows_that_are_not_of_unit_length_have_no_bounds() =>
        Assert.DoesNotContain(Measure(["a", "b"], [Split("test", [0, 1], [2, 0, 0, 1])]).Metrics, m => m.Name == "inter_bound");

    [Fact]
    public async Task What_is_written_is_read_and_places_are_those_of_the_dataset()
    {
        var split = new SplitEmbeddings("test", [7, 5, 9], [1, 0, 1], [0, 1, 1, 0, 0.8f, 0.6f], 2);
        var analysis = Measure(["right", "up"], [split]);
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

    private static RunAnalysis Measure(string[] classNames, SplitEmbeddings[] splits) =>
        Analysis.Measure(classNames, splits, _ => { }, CancellationToken.None);

    /// <summary>600 rows of 8 in five classes, in both splits.</summary>
    private static void MeasureRandom(Action<MeasuringProgress> report, CancellationToken cancellation)
    {
        var (labels, rows) = RandomRows.Unit(1, 600, 8, 5);
        float[] values = [.. rows.Select(value => (float)value)];
        SplitEmbeddings[] splits = [Split("train", labels, values, 8), Split("test", labels, values, 8)];
        Analysis.Measure(["a", "b", "c", "d", "e"], splits, report, cancellation);
    }

    private static SplitEmbeddings Split(string name, long[] labels, float[] rows, int size = 2) =>
        new(name, [.. labels.Select((_, i) => (long)i)], labels, rows, size);
}
