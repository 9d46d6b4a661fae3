using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

public class KnnClassifierTests
{
    [Theory]
    [InlineData(1, 300, 3, 4)]
    [InlineData(2, 60, 2, 30)]
    public void It_is_the_share_of_votes_won_among_all_train_rows_sorted(int seed, int count, int size, int classes)
    {
        var (labels, rows) = RandomRows.Unit(seed, count, size, classes);
        var (wanted, queries) = RandomRows.Unit(seed + 10, 50, size, classes);
        int[] asked = [.. Enumerable.Range(0, 50).Where(i => wanted[i] >= 0)];

        var hits = asked.Count(query =>
        {
            var nearest = Enumerable.Range(0, count).Where(i => labels[i] >= 0).OrderByDescending(i => Product(query, i)).Take(5).Select(i => labels[i]).ToList();
            var most = nearest.Max(label => nearest.Count(other => other == label));
            return nearest.First(label => nearest.Count(other => other == label) == most) == wanted[query];
        });

        Assert.Equal(hits / (double)asked.Length, KnnClassifier.Accuracy(new(labels, rows, size), new(wanted, queries, size)));

        double Product(int query, int i) => Enumerable.Range(0, size).Sum(d => queries[(query * size) + d] * rows[(i * size) + d]);
    }

    [Theory]
    [InlineData(0, new long[] { 0, 0, 1, 1, 2 })]
    [InlineData(1, new long[] { 2, 1, 0, 0, 1, 0 })]
    [InlineData(2, new long[] { -1, 2, 1, 0, 3, 4, 1 })]
    [InlineData(1, new long[] { 1, 0 })]
    public void The_commonest_of_five_names_the_class_and_among_equally_common_ones_the_nearest(long expected, long[] byDistance)
    {
        var train = RandomRows.Of(byDistance, [.. byDistance.Select((_, i) => new[] { Math.Cos(0.1 * i), Math.Sin(0.1 * i) })]);
        Assert.Equal(1.0, KnnClassifier.Accuracy(train, RandomRows.Of([expected, -1], [5, 0], [5, 0])));
        Assert.Equal(0.5, KnnClassifier.Accuracy(train, RandomRows.Of([expected, 7], [5, 0], [5, 0])));
    }

    [Fact]
    public void Without_samples_of_a_class_there_is_no_accuracy()
    {
        var (rows, outlier) = (RandomRows.Of([0, 1], [1, 0], [0, 1]), RandomRows.Of([-1], [1, 0]));
        Assert.Null(KnnClassifier.Accuracy(rows, outlier));
        Assert.Null(KnnClassifier.Accuracy(outlier, rows));
        Assert.Null(KnnClassifier.Accuracy(rows, RandomRows.Of([2], [1, 0])));
        Assert.Equal(double.NaN, KnnClassifier.Accuracy(rows, RandomRows.Of([0], [double.NaN, 0])));
    }
}
