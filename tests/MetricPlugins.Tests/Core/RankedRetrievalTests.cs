using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

/// <summary>Figures over the whole ranking: average precision at R, R-precision, reciprocal rank.</summary>
public class RankedRetrievalTests
{
    [Theory]
    [InlineData(1, 60, 2, 4, 0)]
    [InlineData(2, 700, 5, 2, 0)]
    [InlineData(3, 330, 19, 60, 0)]
    // So far from the origin that float32 can tell few cosines apart.
    [InlineData(4, 300, 8, 3, 100)]
    [InlineData(5, 300, 8, 40, 100)]
    public void Every_query_is_as_its_sorted_neighbours_have_it(int seed, int count, int size, int classes, double offset)
    {
        var (labels, rows) = RandomRows.Unit(seed, count, size, classes);
        rows = [.. rows.Select(value => value + offset)];
        double[] norms = [.. rows.Chunk(size).Select(row => Math.Sqrt(row.Sum(value => value * value)))];
        var found = Retrieval.Queries(new LabelledRows(labels, rows, size));

        Assert.Equal(Enumerable.Range(0, count).Where(i => labels[i] >= 0 && labels.Count(l => l == labels[i]) > 1), found.Select(q => q.Index));
        foreach (var query in found)
        {
            var hits = Enumerable.Range(0, count).Where(j => j != query.Index).OrderByDescending(j => Cosine(query.Index, j)).ThenBy(j => j).Select(j => labels[j] == query.Label).ToList();
            var relevant = hits.Count(hit => hit);
            var precisions = Enumerable.Range(1, relevant).Where(rank => hits[rank - 1]).Select(rank => hits.Take(rank).Count(hit => hit) / (double)rank);
            Assert.Equal(labels[query.Index], query.Label);
            Assert.Equal(hits.IndexOf(true) + 1, query.FirstHit);
            Assert.Equal(hits.Take(relevant).Count(hit => hit) / (double)relevant, query.RPrecision, 1e-15);
            Assert.Equal(precisions.Sum() / relevant, query.AveragePrecision, 1e-15);
        }

        double Cosine(int i, int j) => Enumerable.Range(0, size).Sum(d => rows[(i * size) + d] / norms[i] * (rows[(j * size) + d] / norms[j]));
    }

    [Fact]
    public void A_ranking_on_paper()
    {
        // Sample 0 finds 3 (an outlier), 1, 4 (of class 1), 2: R = 2, one hit in it at rank 2, so the average precision is 1/2 · 1/2.
        var rows = RandomRows.Of([0, 0, 0, -1, 1], At(0), At(20), At(60), At(-10), At(-40));
        Assert.Equal(new Query(0, 0, 3, 2, 0.5, 0.25), Retrieval.Queries(rows)[0]);
        // Sample 2 finds 1, 0, ...
        Assert.Equal(new Query(2, 0, 1, 1, 1.0, 1.0), Retrieval.Queries(rows)[2]);

        static double[] At(double degrees) => [Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180)];
    }

    [Fact]
    public void Figures_are_means_over_the_queries()
    {
        var figures = Retrieval.Summarize([new Query(0, 0, 1, 1, 1.0, 1.0), new Query(3, 1, 0, 5, 0.5, 0.25)]);
        Assert.Equal([0.5, 0.5, 0.5, 1.0, 1.0, 1.0], figures.RecallAt);
        Assert.Equal((0.625, 0.75, 0.6), (figures.MapAtR, figures.RPrecision, figures.Mrr));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Recall_is_that_of_recall_alone(int seed)
    {
        var (labels, rows) = RandomRows.Unit(seed, 200, 3, 20);
        var labelled = new LabelledRows(labels, rows, 3);
        Assert.Equal(Retrieval.RecallAt(Retrieval.Ks, labelled), Retrieval.Summarize(Retrieval.Queries(labelled)).RecallAt);
    }

    [Fact]
    public void In_one_point_the_lower_index_comes_first()
    {
        var queries = Retrieval.Queries(new LabelledRows([.. Enumerable.Range(0, 600).Select(i => (long)(i / 300))], [.. Enumerable.Repeat(0.5, 600 * 4)], 4));
        Assert.All(queries.Take(300), query => Assert.Equal((1, 1.0), (query.FirstHit, query.AveragePrecision)));
        // Those of the second class find all of the first before their own.
        Assert.All(queries.Skip(300), query => Assert.Equal((301, 0.0), (query.FirstHit, query.AveragePrecision)));
    }

    [Fact]
    public void Without_a_query_there_is_no_figure()
    {
        var none = Retrieval.Summarize(Retrieval.Queries(RandomRows.Of([0, 1, -1, -1], [1, 0], [1, 0], [1, 0], [1, 0])));
        Assert.All([none.MapAtR, none.RPrecision, none.Mrr, .. none.RecallAt], Assert.Null);
    }

    [Fact]
    public void Rows_that_are_not_finite_are_refused() =>
        Assert.Throws<ArgumentException>(() => Retrieval.Queries(RandomRows.Of([0, 0], [double.PositiveInfinity, 0], [1, 0])));
}
