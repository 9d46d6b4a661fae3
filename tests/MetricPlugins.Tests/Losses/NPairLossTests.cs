using MetricPlugins.Losses;
using static MetricPlugins.Tests.Losses.LossCase;

namespace MetricPlugins.Tests.Losses;

public class NPairLossTests
{
    private static readonly long[] Labels = [3, 1, -1, 1, 0, 2, 0, -1, 1, 0];
    private static readonly double[][] Rows = UnitRows(10, 4, seed: 17);

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void First_takes_the_first_two_of_every_class_with_two(double scale)
    {
        // Class 0: rows 4 and 6; class 1: rows 1 and 3; classes 2 and 3 have one sample.
        var (value, active) = Expected(scale, [(4, 6), (1, 3)]);
        var loss = Create<NPairLoss>(("pairs", "first"), ("scale", $"{scale}"));
        var result = Evaluate(loss, Rows, Labels);

        Assert.Equal((2, active), (result.Terms, result.Active));
        Assert.Equal(value, result.Value, 1e-12);
        CheckGradient(loss, Rows, Labels);
    }

    [Fact]
    public void A_rival_as_similar_as_the_positive_makes_a_term_active()
    {
        double[][] rows = [[1, 0], [0.6, 0.8], [0, 1], [1, 0]];
        var result = Evaluate(Create<NPairLoss>(("pairs", "first")), rows, [0, 0, 1, 1]);
        Assert.Equal((2, 2), (result.Terms, result.Active));
    }

    [Fact]
    public void A_positive_may_come_from_the_memory_an_anchor_may_not()
    {
        // Batch: rows 0 to 5. Class 2 has its second sample in the memory only; class 4 is there altogether.
        long[] labels = [3, 1, -1, 1, 0, 2, 0, 2, 4, 4];
        var (value, active) = Expected(1, [(1, 3), (4, 6), (5, 7)]);
        var loss = Create<NPairLoss>(("pairs", "first"));
        var result = Evaluate(loss, Rows, labels, batchSize: 6);
        Assert.Equal((3, active), (result.Terms, result.Active));
        Assert.Equal(value, result.Value, 1e-12);
        CheckGradient(loss, Rows, labels, batchSize: 6);
    }

    [Fact]
    public void More_classes_than_samples_are_no_trouble()
    {
        var loss = LossCase.Create(typeof(NPairLoss), 1000, 4, []);
        Assert.Equal(1, Evaluate(loss, Rows[..3], [998, 5, 998]).Terms);
    }

    [Fact]
    public void Random_draws_an_anchor_and_a_positive_of_each_class_uniformly()
    {
        long[] labels = [0, 1, 0, -1, 1, 0, 2];
        int[][] members = [[0, 2, 5], [1, 4]];
        (int, int)[] Pairs(int label) => [.. members[label].SelectMany(a => members[label].Where(p => p != a).Select(p => (a, p)))];
        var outcomes = Pairs(0).SelectMany(first => Pairs(1).Select(second => Expected(1, [first, second]).Value));

        var loss = Create<NPairLoss>();
        Draws.AreUniform(outcomes, 1200, () => Evaluate(loss, Rows[..7], labels).Value);
    }

    [Fact]
    public void Random_draws_anchors_from_the_batch_and_positives_from_the_memory_too()
    {
        // Batch: rows 0 to 2. Class 0 has two samples there and one in the memory, class 1 one in each.
        long[] labels = [0, 0, 1, 0, 1];
        var outcomes = new[] { (0, 1), (0, 3), (1, 0), (1, 3) }.Select(first => Expected(1, [first, (2, 4)]).Value);
        var loss = Create<NPairLoss>();
        Draws.AreUniform(outcomes, 800, () => Evaluate(loss, Rows[..5], labels, batchSize: 3).Value);
    }

    [Fact]
    public void The_same_seed_draws_the_same_pairs() =>
        Draws.FollowTheSeed(seed => Evaluate(LossCase.Create(typeof(NPairLoss), 4, 4, [], seed), Rows, Labels).Value);

    private static (double Value, long Active) Expected(double scale, (int Anchor, int Positive)[] pairs)
    {
        double sum = 0;
        long active = 0;
        foreach (var (anchor, positive) in pairs)
        {
            var own = Dot(Rows[anchor], Rows[positive]);
            var rivals = pairs.Where(p => p.Anchor != anchor).Select(p => Dot(Rows[anchor], Rows[p.Positive])).ToList();
            sum -= Math.Log(Math.Exp(scale * own) / (Math.Exp(scale * own) + rivals.Sum(r => Math.Exp(scale * r))));
            active += rivals.Any(r => r >= own) ? 1 : 0;
        }

        return (sum / pairs.Length, active);
    }
}
