using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

public class ClusteringTests
{
    [Theory]
    [InlineData(new long[] { 0, 0, 1, 1 }, new[] { 1, 1, 0, 0 }, 1.0)]
    [InlineData(new long[] { 0, 0, 1, 1 }, new[] { 0, 1, 0, 1 }, 0.0)]
    [InlineData(new long[] { 0, 0, 1, 1 }, new[] { 0, 0, 1, 2 }, 0.8)]
    [InlineData(new long[] { 4, 4 }, new[] { 3, 3 }, 1.0)]
    [InlineData(new long[] { 4, 4 }, new[] { 3, 2 }, 0.0)]
    public void Mutual_information_is_over_the_mean_of_the_entropies(long[] labels, int[] clusters, double expected) =>
        Assert.Equal(expected, Clustering.MutualInformation(labels, clusters), 1e-15);

    [Fact]
    public void It_is_the_sum_over_all_cells_of_labels_by_clusters()
    {
        var random = new Random(1);
        long[] labels = [.. Enumerable.Range(0, 500).Select(_ => (long)random.Next(7))];
        int[] clusters = [.. labels.Select(label => random.Next(3) == 0 ? random.Next(5) : (int)label)];
        double Share(Func<int, bool> of) => Enumerable.Range(0, 500).Count(of) / 500.0;
        var information =
            (from label in labels.Distinct()
             from cluster in clusters.Distinct()
             let both = Share(i => labels[i] == label && clusters[i] == cluster)
             where both > 0
             select both * Math.Log(both / Share(i => labels[i] == label) / Share(i => clusters[i] == cluster))).Sum();
        var entropies = labels.Distinct().Select(label => Share(i => labels[i] == label)).Concat(clusters.Distinct().Select(cluster => Share(i => clusters[i] == cluster))).Sum(p => -p * Math.Log(p));
        Assert.Equal(2 * information / entropies, Clustering.MutualInformation(labels, clusters), 1e-12);
    }

    [Fact]
    public void Classes_apart_from_each_other_are_found_again_and_outliers_have_no_part_in_it()
    {
        var random = new Random(2);
        long[] labels = [.. Enumerable.Range(0, 200).Select(i => (long)(i % 5) - 1)];
        double[][] rows = [.. labels.Select(label => label < 0 ? [random.NextDouble() * 100, 0, 0] : new[] { label, label * label, random.NextDouble() })];
        Assert.Equal(1.0, Clustering.Nmi(0, RandomRows.Of(labels, rows))!.Value, 1e-12);
    }

    [Fact]
    public void Without_classes_there_is_none_and_with_one_it_is_one()
    {
        Assert.Null(Clustering.Nmi(0, RandomRows.Of([-1, -1], [1, 0], [0, 1])));
        Assert.Equal(1.0, Clustering.Nmi(0, RandomRows.Of([3, 3, 3], [1, 0], [0, 1], [1, 1])));
        Assert.Null(Clustering.Nmi(0, RandomRows.Of([0, 1, -1], [1, 0], [0, 1], [1, 1])));
        Assert.Equal(double.NaN, Clustering.Nmi(0, RandomRows.Of([0, 1], [double.NaN, 0], [0, 1])));
    }

    [Theory]
    [InlineData(200, 6, 9)]
    // More than a block of samples, each but for the last full.
    [InlineData(5_000, 512, 3)]
    public void A_silhouette_is_the_mean_over_the_samples(int count, int size, int classes)
    {
        var (labels, values) = RandomRows.Unit(3, count, size, classes);
        var rows = new LabelledRows(labels, values, size);
        var buffer = new double[size];
        double At(int index, int column) => rows.Row(index, buffer)[column];
        var centroids = rows.Classes.ToDictionary(of => of.Item1, of => Enumerable.Range(0, size).Select(column => of.Item2.Average(index => At(index, column))).ToArray());
        double Distance(int index, long label) => Math.Sqrt(Enumerable.Range(0, size).Sum(column => Math.Pow(At(index, column) - centroids[label][column], 2)));

        var silhouettes = new List<double>();
        foreach (var (label, members) in rows.Classes)
        {
            foreach (var index in members)
            {
                var (own, nearest) = (Distance(index, label), centroids.Keys.Where(other => other != label).Min(other => Distance(index, other)));
                silhouettes.Add((nearest - own) / Math.Max(own, nearest));
            }
        }

        Assert.Equal(silhouettes.Average(), Silhouette(rows)!.Value, 1e-12);
    }

    [Fact]
    public void A_sample_alone_in_its_class_or_among_equal_ones_has_no_silhouette()
    {
        // The pair at 0 and 2 lies at 1 from its mean, at 9 and 7 from the other; the outlier between them counts for nothing.
        Assert.Equal(((8.0 / 9) + (6.0 / 7)) / 3, Silhouette(RandomRows.Of([0, 0, 1, -1], [0], [2], [9], [3]))!.Value, 1e-12);
        Assert.Equal(0.0, Silhouette(RandomRows.Of([0, 0, 0, 1, 1], [.. Enumerable.Repeat(new[] { 0.1, 0.7 }, 5)])));
    }

    [Fact]
    public void Fewer_than_two_classes_have_no_silhouette()
    {
        Assert.Null(Silhouette(RandomRows.Of([-1, -1], [1, 0], [0, 1])));
        Assert.Null(Silhouette(RandomRows.Of([3, 3], [1, 0], [0, 1])));
        Assert.Equal(double.NaN, Silhouette(RandomRows.Of([0, 1], [double.NaN, 0], [0, 1])));
    }

    private static double? Silhouette(LabelledRows rows) => Clustering.Silhouette(rows, Variance.Measure(rows));
}
