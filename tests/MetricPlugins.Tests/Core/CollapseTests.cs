using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

public class CollapseTests
{
    [Theory]
    [InlineData(1, 40, 2, 3)]
    [InlineData(2, 300, 33, 5)]
    [InlineData(3, 700, 5, 40)]
    public void Alignment_and_uniformity_are_means_over_pairs(int seed, int count, int size, int classes)
    {
        var (labels, rows) = RandomRows.Unit(seed, count, size, classes);
        var pairs = (from i in Enumerable.Range(0, count) from j in Enumerable.Range(0, i) where labels[i] >= 0 && labels[j] >= 0 select (i, j)).ToList();
        var found = Measure(new LabelledRows(labels, rows, size));

        Assert.Equal(pairs.Where(p => labels[p.i] == labels[p.j]).Average(p => Square(p.i, p.j)), found.Alignment, 1e-12);
        Assert.Equal(Math.Log(pairs.Average(p => Math.Exp(-2 * Square(p.i, p.j)))), found.Uniformity, 1e-12);

        double Square(int i, int j) => Enumerable.Range(0, size).Sum(d => Math.Pow(rows[(i * size) + d] - rows[(j * size) + d], 2));
    }

    [Fact]
    public void Embeddings_along_two_axes_have_rank_two_by_how_much_they_use_each()
    {
        // Singular values √2·(2, 1) about the mean, which is not 0; the third column never changes.
        var found = Measure(RandomRows.Of([0, 0, 0, 0, -1], [7, 1, 5], [3, 1, 5], [5, 2, 5], [5, 0, 5], [100, 100, 100]));
        Assert.Equal(1 / ((0.8 * 0.8) + (0.2 * 0.2)), found.ParticipationRatio, 1e-14);
        Assert.Equal(Math.Exp((2.0 / 3 * Math.Log(1.5)) + (1.0 / 3 * Math.Log(3))), found.EffectiveRank, 1e-14);
    }

    [Theory]
    [InlineData(3000, 30)]
    [InlineData(20, 30)]
    public void Directions_that_embeddings_lie_across_add_nothing(int count, int size)
    {
        // A plane, turned into more dimensions by two orthonormal rows.
        var random = new Random(1);
        var plane = Enumerable.Range(0, count).Select(_ => new[] { random.NextDouble(), 3 * random.NextDouble() }).ToArray();
        var (a, b) = (Enumerable.Range(0, size).Select(_ => 1 / Math.Sqrt(size)).ToArray(), Enumerable.Range(0, size).Select(i => (i % 2 == 0 ? 1 : -1) / Math.Sqrt(size)).ToArray());
        var flat = Measure(RandomRows.Of(new long[count], plane));
        var turned = Measure(RandomRows.Of(new long[count], [.. plane.Select(p => Enumerable.Range(0, size).Select(i => (p[0] * a[i]) + (p[1] * b[i])).ToArray())]));

        Assert.Equal(flat.EffectiveRank, turned.EffectiveRank, 1e-9);
        Assert.Equal(flat.ParticipationRatio, turned.ParticipationRatio, 1e-9);
    }

    [Fact]
    public void All_in_one_point_is_aligned_not_uniform_and_of_no_rank()
    {
        var found = Measure(RandomRows.Of([0, 0, 1], [0.1, 0.3], [0.1, 0.3], [0.1, 0.3]));
        Assert.Equal((0.0, double.NaN, double.NaN), (found.Alignment, found.EffectiveRank, found.ParticipationRatio));
        Assert.Equal(0, found.Uniformity, 1e-15);
    }

    [Fact]
    public void Above_twenty_thousand_samples_pairs_are_those_of_as_many_drawn_alike_each_time()
    {
        // 15,000 at −1, 5,000 at 1, and 5,000 outliers.
        long[] labels = [.. Enumerable.Range(0, 25_000).Select(i => i % 5 == 0 ? -1L : i % 5 == 1 ? 1L : 0L)];
        var few = Measure(RandomRows.Of(labels, [.. labels.Select(label => new[] { label == 1 ? 1.0 : -1.0 })]));
        Assert.Equal(20_000, few.PairSamples);

        labels = [.. labels, .. Enumerable.Repeat(1L, 5_000)];
        var rows = RandomRows.Of(labels, [.. labels.Select((label, i) => new[] { label == 1 ? 1.0 + (i % 2) : -1.0 })]);
        var many = Measure(rows);
        Assert.Equal(20_000, many.PairSamples);
        Assert.Equal(many, Measure(rows));

        // 15,000 have label 0 and lie in one point, 10,000 label 1, one half of them at 1 and the other at 2; drawn, within half a per cent.
        Assert.NotEqual(few.Uniformity, many.Uniformity);
        var (one, zero) = (10_000.0 * 10_000, 15_000.0 * 15_000);
        Assert.Equal(0.5 * one / (one + zero), many.Alignment, 0.005);
    }

    [Fact]
    public void Over_nothing_a_figure_is_no_number()
    {
        Assert.Equal((double.NaN, double.NaN), (Measure(RandomRows.Of([0], [1, 0])).Alignment, Measure(RandomRows.Of([0], [1, 0])).Uniformity));
        Assert.Equal(double.NaN, Measure(RandomRows.Of([-1], [1, 0])).Uniformity);
        Assert.Equal(double.NaN, Measure(RandomRows.Of([0, 0], [double.NaN, 0], [1, 0])).Uniformity);
        Assert.Equal(double.NaN, Measure(RandomRows.Of([0, 1], [1, 0], [0, 1])).Alignment);
    }

    private static CollapseFigures Measure(LabelledRows rows) => Collapse.Measure(rows, Variance.Measure(rows));
}
