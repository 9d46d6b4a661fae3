using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

public class KMeansTests
{
    [Theory]
    [InlineData(1, 300, 2, 7, 1.0)]
    [InlineData(2, 500, 19, 30, 1.0)]
    [InlineData(3, 400, 5, 3, 1e-6)]
    public void Every_point_is_in_the_cluster_of_the_nearest_mean(int seed, int count, int size, int clusters, double spread)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, count * size).Select(i => 1 + (i % size) + (spread * random.NextDouble()))];
        var found = Partition(clusters, 0, values, size);

        var means = Enumerable.Range(0, count).GroupBy(i => found.Clusters[i]).ToDictionary(
            cluster => cluster.Key, cluster => Enumerable.Range(0, size).Select(d => cluster.Average(i => values[(i * size) + d])).ToArray());
        var inertia = 0.0;
        foreach (var i in Enumerable.Range(0, count))
        {
            var own = Square(i, found.Clusters[i]);
            inertia += own;
            Assert.All(means.Keys, cluster => Assert.True(own <= Square(i, cluster) + (1e-9 * spread * spread)));
        }

        Assert.Equal(inertia, found.Inertia, 1e-9 * inertia);

        double Square(int i, int cluster) => Enumerable.Range(0, size).Sum(d => Math.Pow(values[(i * size) + d] - means[cluster][d], 2));
    }

    [Fact]
    public void A_seed_always_gives_the_same_clusters()
    {
        var (_, values) = RandomRows.Unit(4, 400, 6, 3);
        Assert.Equal(Partition(20, 1, values, 6), Partition(20, 1, values, 6));
        Assert.NotEqual(Partition(20, 1, values, 6), Partition(20, 2, values, 6));
    }

    [Fact]
    public void Equal_points_fall_together_though_there_are_more_clusters()
    {
        var found = Partition(4, 0, [1, 1, 1, 5, 5, 1], 1);
        Assert.Equal(0, found.Inertia);
        Assert.Equal([0, 0, 0, 1, 1, 0], found.Clusters.Select(cluster => cluster == found.Clusters[0] ? 0 : 1));
    }

    [Fact]
    public void A_cluster_a_point_leaves_nothing_over()
    {
        var found = Partition(5, 0, [3, 1, 4, 15, 9], 1);
        Assert.Equal((0.0, 5), (found.Inertia, found.Clusters.Distinct().Count()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void The_number_of_clusters_is_from_one_to_that_of_the_points(int clusters) =>
        Assert.Contains($"The number of clusters of 2 points is 1 to 2; got {clusters}.", Assert.Throws<ArgumentException>(() => Partition(clusters, 0, [1, 2], 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_that_are_not_asked_for_are_no_points()
    {
        var found = KMeans.Partition(2, 0, new LabelledRows([-1, 0, 0, -1, 0], new double[] { 100, 1, 5, -100, 1 }, 1), [1, 2, 4]);
        Assert.Equal((0.0, 3), (found.Inertia, found.Clusters.Length));
        Assert.Equal(found.Clusters[0], found.Clusters[2]);
    }

    private static Partition Partition(int clusters, int seed, double[] values, int size) =>
        KMeans.Partition(
            clusters, seed, new LabelledRows(new long[values.Length / size], values, size), [.. Enumerable.Range(0, values.Length / size)]);
}
