using MetricPlugins.Losses;
using static MetricPlugins.Tests.Losses.LossCase;

namespace MetricPlugins.Tests.Losses;

public class ContrastiveLossTests
{
    private static readonly long[] Labels = [0, 1, 0, 2, 1, 0, -1, -1];
    private static readonly double[][] Rows = UnitRows(8, 5, seed: 1);

    [Theory]
    [InlineData(0.5, "all", 8)]
    [InlineData(1.5, "all", 8)]
    [InlineData(1.5, "active", 8)]
    [InlineData(1.5, "all", 3)]
    [InlineData(1.5, "active", 1)]
    public void Every_unordered_pair_is_a_term_and_every_sample_of_the_batch_with_each_of_a_memory(double margin, string average, int batchSize)
    {
        double sum = 0;
        long terms = 0, active = 0;
        for (var i = 0; i < batchSize; i++)
        {
            for (var j = i + 1; j < Rows.Length; j++)
            {
                var distance = Distance(Rows[i], Rows[j]);
                var isPositive = Labels[i] == Labels[j] && Labels[i] >= 0;
                var term = isPositive ? distance * distance : Math.Pow(Math.Max(0, margin - distance), 2);
                (sum, terms, active) = (sum + term, terms + 1, active + (term > 0 ? 1 : 0));
            }
        }

        var loss = Create<ContrastiveLoss>(("margin", $"{margin}"), ("average", average));
        var result = Evaluate(loss, Rows, Labels, batchSize: batchSize);

        Assert.Equal(batchSize * (batchSize - 1) / 2 + batchSize * (Rows.Length - batchSize), terms);
        Assert.Equal((terms, active), (result.Terms, result.Active));
        Assert.Equal(sum / (average == "all" ? terms : active), result.Value, 1e-12);
        CheckGradient(loss, Rows, Labels, batchSize);
    }

    [Fact]
    public void Balanced_pairs_are_one_positive_and_one_negative_for_each_anchor_that_has_both()
    {
        // Labels 0, 1 and 2: the only sample of class 2 and the outliers have no positive.
        var loss = Create<ContrastiveLoss>(("pairs", "balanced"), ("margin", "2"));
        Assert.Equal(10, Evaluate(loss, Rows, Labels).Terms);
    }

    [Fact]
    public void Balanced_pairs_are_drawn_uniformly_from_those_allowed()
    {
        // On a line, so that each pair has a distance of its own; a class alone and an outlier are negatives and no anchors.
        double[][] rows = [[0, 0], [0.1, 0], [0.35, 0], [0.7, 0], [0.9, 0]];
        long[] labels = [0, 0, 0, 1, -1];

        // Anchors 0, 1 and 2 each draw one of two positives and one of two negatives.
        double[] Terms(double[] positives, double[] negatives) => [.. positives.SelectMany(p => negatives.Select(n => p * p + Math.Pow(1 - n, 2)))];
        var outcomes = Terms([0.1, 0.35], [0.7, 0.9]).SelectMany(a => Terms([0.1, 0.25], [0.6, 0.8]).SelectMany(b => Terms([0.35, 0.25], [0.35, 0.55]).Select(c =>
            (a + b + c) / 6)));
        var loss = Create<ContrastiveLoss>(("pairs", "balanced"));
        Draws.AreUniform(outcomes, 1200, () => Evaluate(loss, rows, labels).Value);
    }

    [Fact]
    public void Balanced_pairs_are_drawn_from_batch_and_memory_alike()
    {
        // Anchor 0 has a positive in the batch and one in the memory, and so has anchor 1; the only negative is in the memory.
        double[][] rows = [[0, 0], [0.1, 0], [0.4, 0], [0.8, 0]];
        var outcomes = new[] { 0.1, 0.4 }.SelectMany(a => new[] { 0.1, 0.3 }.Select(b => (a * a + b * b + 0.04 + 0.09) / 4));
        var loss = Create<ContrastiveLoss>(("pairs", "balanced"));
        Draws.AreUniform(outcomes, 400, () => Evaluate(loss, rows, [0, 0, 0, 1], batchSize: 2).Value);
    }

    [Fact]
    public void The_same_seed_draws_the_same_pairs()
    {
        KeyValuePair<string, string>[] options = [new("pairs", "balanced")];
        Draws.FollowTheSeed(seed => Evaluate(LossCase.Create(typeof(ContrastiveLoss), 3, 5, options, seed), Rows, Labels).Value);
    }
}
