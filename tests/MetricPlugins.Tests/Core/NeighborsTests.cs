using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

public class NeighborsTests
{
    /// <summary>Embeddings that float32 orders wrongly, or that have many equal cosines.</summary>
    public static TheoryData<string, int, int> Sets() => new()
    {
        { "random", 700, 19 }, { "random", 40, 3 }, { "random", 1, 4 },
        { "corners", 700, 4 }, { "corners", 300, 16 }, { "collapsed", 600, 8 }, { "one point", 350, 5 }, { "zeros", 30, 2 },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void They_are_the_first_of_all_others_sorted_by_float64_cosines_and_index(string kind, int count, int size)
    {
        var rows = Rows(kind, 1, count, size);
        var expected = Enumerable.Range(0, count).Select(query => Sorted(rows, query, rows, size).Where(other => other != query).ToArray()).ToArray();
        foreach (var k in new[] { 1, 10, 300, count + 1 })
            Assert.Equal(expected.Select(found => found.Take(k)), Neighbors.NearestOthers(k, Units(rows, size)));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Another_set_is_searched_whole(string kind, int count, int size)
    {
        var (queries, rows) = (Rows(kind, 2, 37, size), Rows(kind, 3, count, size));
        var found = Neighbors.Nearest(5, Units(queries, size), Units(rows, size));
        Assert.Equal(Enumerable.Range(0, 37).Select(query => Sorted(queries, query, rows, size).Take(5)), found);
    }

    [Fact]
    public void A_query_finds_the_same_alone_and_among_others()
    {
        var rows = Rows("collapsed", 4, 500, 7);
        var together = Neighbors.Nearest(20, Units(rows, 7), Units(rows, 7));
        Assert.All(new[] { 0, 17, 499 }, query =>
            Assert.Equal(together[query], Assert.Single(Neighbors.Nearest(20, Units(rows[(query * 7)..((query + 1) * 7)], 7), Units(rows, 7)))));
    }

    [Fact]
    public void What_cannot_be_searched_is_named()
    {
        var units = Units([1, 0, 0, 1], 2);
        Assert.Contains("k must be at least 1; got 0.", Assert.Throws<ArgumentException>(() => Neighbors.NearestOthers(0, units)).Message, StringComparison.Ordinal);
        Assert.Contains("Queries must have 4 columns, like the rows they search; got 2.", Assert.Throws<ArgumentException>(() => Neighbors.Nearest(1, units, Units([1, 0, 0, 1], 4))).Message, StringComparison.Ordinal);
    }

    private static UnitRows Units(double[] rows, int size) => new(new LabelledRows(new long[rows.Length / size], rows, size));

    private static double[] Rows(string kind, int seed, int count, int size)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * size).Select(i => kind switch
        {
            "random" => random.NextDouble() - 0.5,
            // Of one length, a power of two: every cosine is exact, and few are different.
            "corners" => random.Next(2) == 0 ? 1.0 : -1.0,
            // Cosines closer than float32 tells, farther apart than float64 rounds.
            "collapsed" => 1 + (i % size) + (1e-2 * random.NextDouble()),
            "one point" => 1 + (i % size),
            _ => i / size % 3 == 0 ? 0 : random.Next(2),
        })];
    }

    private static IEnumerable<int> Sorted(double[] queries, int query, double[] rows, int size) =>
        Enumerable.Range(0, rows.Length / size).OrderByDescending(other => Cosine(queries, query, rows, other, size)).ThenBy(other => other);

    private static double Cosine(double[] a, int i, double[] b, int j, int size)
    {
        var (x, y) = (Unit(a, i, size), Unit(b, j, size));
        return x.Zip(y, (p, q) => p * q).Sum();
    }

    private static double[] Unit(double[] rows, int index, int size)
    {
        var row = rows[(index * size)..((index + 1) * size)];
        var length = Math.Sqrt(row.Sum(x => x * x));
        return length == 0 ? row : [.. row.Select(x => x / length)];
    }
}
