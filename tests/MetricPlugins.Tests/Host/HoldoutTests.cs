using MetricPlugins.Host.Training;

namespace MetricPlugins.Tests.Host;

public class HoldoutTests
{
    /// <summary>1 of class 7, 2 of 3, 4 of 1, 20 outliers, 33 of 0: interleaved.</summary>
    private static readonly long[] Labels = [.. new (long Label, int Count)[] { (7, 1), (3, 2), (1, 4), (-1, 20), (0, 33) }
        .SelectMany(c => Enumerable.Range(0, c.Count).Select(i => (c.Label, Order: i))).OrderBy(s => s.Order).Select(s => s.Label)];

    [Theory]
    [InlineData(0.1, 3, 2, 1, 1, 0)]
    [InlineData(0.5, 17, 10, 2, 1, 0)]
    [InlineData(1e-6, 1, 1, 1, 1, 0)]
    public void Each_class_and_the_outliers_give_their_share_at_least_one_and_never_the_last(double share, params int[] counts)
    {
        var held = Holdout.Of(Labels, share).Validation;
        Assert.Equal(counts, new long[] { 0, -1, 1, 3, 7 }.Select(label => held.Count(row => Labels[row] == label)));
    }

    [Fact]
    public void Every_sample_is_on_one_side_in_rising_order()
    {
        var holdout = Holdout.Of(Labels, 0.3);
        Assert.Equal(Enumerable.Range(0, Labels.Length).Select(i => (long)i), holdout.Training.Concat(holdout.Validation).Order());
        Assert.Equal(holdout.Training.Order(), holdout.Training);
        Assert.Equal(holdout.Validation.Order(), holdout.Validation);
    }

    [Fact]
    public void It_is_drawn_and_drawn_alike_each_time()
    {
        var held = Holdout.Of(Labels, 0.3).Validation;
        Assert.Equal(held, Holdout.Of(Labels, 0.3).Validation);
        Assert.NotEqual(held, held.Select((_, i) => (long)i));
    }

    [Fact]
    public void Without_a_share_nothing_is_held_out() => Assert.Empty(Holdout.Of(Labels, 0).Validation);
}
