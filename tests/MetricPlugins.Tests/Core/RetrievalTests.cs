using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

public class RetrievalTests
{
    private static readonly int[] Ks = [1, 2, 4, 5, 8, 10, 1000];

    [Theory]
    [InlineData(1, 60, 2, 4)]
    [InlineData(2, 150, 5, 30)]
    [InlineData(3, 33, 19, 3)]
    public void It_is_the_share_of_queries_whose_sorted_neighbours_hold_their_class(int seed, int count, int size, int classes)
    {
        var (labels, rows) = RandomRows.Unit(seed, count, size, classes);
        var queries = Enumerable.Range(0, count).Where(i => labels[i] >= 0 && labels.Count(l => l == labels[i]) > 1).ToList();
        var expected = Ks.Select(k => (double?)queries.Average(i => Neighbours(i).Take(k).Any(j => labels[j] == labels[i]) ? 1.0 : 0)).ToArray();

        Assert.Equal(expected, Retrieval.RecallAt(Ks, new LabelledRows(labels, rows, size)));

        IEnumerable<int> Neighbours(int query) => Enumerable.Range(0, count).Where(j => j != query)
            .OrderByDescending(j => Enumerable.Range(0, size).Sum(d => rows[(query * size) + d] * rows[(j * size) + d])).ThenBy(j => j);
    }

    [Fact]
    public void Of_equally_similar_samples_the_lower_index_comes_first()
    {
        // All in one point: 0 and 1 find each other at once, 2 and 3 find 0 and 1 before each other.
        var recall = Retrieval.RecallAt([1, 2, 3], RandomRows.Of([0, 0, 1, 1], [1, 2], [1, 2], [1, 2], [1, 2]));
        Assert.Equal([0.5, 0.5, 1.0], recall);
    }

    [Fact]
    public void Length_does_not_matter()
    {
        var (labels, rows) = RandomRows.Unit(4, 50, 3, 5);
        var scaled = rows.Select((x, i) => x * (1 << (i / 3 % 7))).ToArray();
        Assert.Equal(Retrieval.RecallAt(Ks, new LabelledRows(labels, rows, 3)), Retrieval.RecallAt(Ks, new LabelledRows(labels, scaled, 3)));
    }

    [Fact]
    public void Outliers_distract_and_never_query()
    {
        Assert.Equal([1.0], Retrieval.RecallAt([1], RandomRows.Of([0, 0], [1, 0], [0.8, 0.6])));
        Assert.Equal([0.0, 0.0, 1.0], Retrieval.RecallAt([1, 2, 3], RandomRows.Of([0, 0, -1, -1], [1, 0], [0.8, 0.6], [0.99, 0.1], [0.9, 0.5])));
    }

    [Fact]
    public void A_sample_alone_in_its_class_does_not_query_and_without_queries_there_is_no_recall()
    {
        Assert.Equal([1.0], Retrieval.RecallAt([1], RandomRows.Of([0, 0, 1], [1, 0], [1, 0.1], [0, 1])));
        Assert.Equal([null, null], Retrieval.RecallAt([1, 5], RandomRows.Of([0, 1, -1, -1], [1, 0], [1, 0], [1, 0], [1, 0])));
    }

    [Fact]
    public void A_zero_row_is_similar_to_nothing()
    {
        // The zero row finds its class as the first of equals; sample 1 finds what is similar before what is not, opposites last.
        Assert.Equal([0.5], Retrieval.RecallAt([1], RandomRows.Of([0, 0, 1], [0, 0], [1, 0], [1, 1])));
        Assert.Equal([1.0], Retrieval.RecallAt([1], RandomRows.Of([0, 0, 1], [0, 0], [1, 0], [-1, 0])));
    }

    [Fact]
    public void Rows_that_are_not_finite_have_no_number_for_a_recall() =>
        Assert.Equal([double.NaN], Retrieval.RecallAt([1], RandomRows.Of([0, 0], [double.NaN, 0], [1, 0])));
}
