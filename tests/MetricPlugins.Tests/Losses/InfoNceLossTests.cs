using MetricPlugins.Losses;
using static MetricPlugins.Tests.Losses.LossCase;

namespace MetricPlugins.Tests.Losses;

public class InfoNceLossTests
{
    private static readonly long[] Labels = [0, 1, 0, 2, 1, 0, -1, 1, -1, 2];
    private static readonly double[][] Rows = UnitRows(10, 4, seed: 11);

    [Theory]
    [InlineData(0.07, 10)]
    [InlineData(0.5, 10)]
    [InlineData(0.07, 4)]
    public void Every_positive_pair_is_a_term_against_all_negatives_of_its_anchor(double temperature, int batchSize)
    {
        var terms = Terms(Rows, Labels, temperature, batchSize).ToList();
        var loss = Create<InfoNceLoss>(("temperature", $"{temperature}"));
        var result = Evaluate(loss, Rows, Labels, batchSize: batchSize);

        Assert.Equal((terms.Count, terms.Count(t => t.Active)), (result.Terms, result.Active));
        Assert.Equal(terms.Average(t => t.Value), result.Value, 1e-11);
        CheckGradient(loss, Rows, Labels, batchSize);
    }

    [Fact]
    public void Anchors_without_negatives_are_skipped()
    {
        var result = Evaluate(Create<InfoNceLoss>(), Rows, [.. Rows.Select(_ => 0L)]);
        Assert.Equal((0.0, 0), (result.Value, result.Terms));
    }

    [Fact]
    public void A_small_temperature_keeps_the_digits_of_easy_pairs_in_float32()
    {
        // The negative's logit lies 20 below the positive's: in float32 e⁻²⁰ is lost beside 1, and still it is the loss.
        double[][] rows = [[1, 0], [1, 0], [0.8, 0.6]];
        var result = Evaluate(Create<InfoNceLoss>(("temperature", "0.01")), rows, [0, 0, 1], torch.ScalarType.Float32);
        Assert.Equal(Math.Exp(-20), result.Value, 1e-6 * Math.Exp(-20));
        Assert.NotEqual(0, result.Gradient[0][0]);
    }

    [Fact]
    public void One_positive_of_each_anchor_is_drawn_uniformly()
    {
        double[][] rows = UnitRows(5, 3, seed: 2);
        long[] labels = [0, 0, 0, 1, -1];
        var loss = Create<InfoNceLoss>(("positives", "one"), ("temperature", "0.5"));
        Assert.Equal(3, Evaluate(loss, rows, labels).Terms);

        // Three anchors, two positives each.
        var terms = Terms(rows, labels, 0.5, rows.Length).Select(t => t.Value).Chunk(2).ToList();
        var outcomes = terms[0].SelectMany(a => terms[1].SelectMany(b => terms[2].Select(c => (a + b + c) / 3)));
        Draws.AreUniform(outcomes, 800, () => Evaluate(loss, rows, labels).Value);
    }

    [Fact]
    public void One_positive_of_each_anchor_is_drawn_from_batch_and_memory_alike()
    {
        double[][] rows = UnitRows(5, 3, seed: 2);
        long[] labels = [0, 0, 0, 1, -1];
        var loss = Create<InfoNceLoss>(("positives", "one"), ("temperature", "0.5"));
        var terms = Terms(rows, labels, 0.5, batchSize: 2).Select(t => t.Value).Chunk(2).ToList();
        var outcomes = terms[0].SelectMany(a => terms[1].Select(b => (a + b) / 2));
        Draws.AreUniform(outcomes, 400, () => Evaluate(loss, rows, labels, batchSize: 2).Value);
    }

    [Fact]
    public void The_same_seed_draws_the_same_positives()
    {
        KeyValuePair<string, string>[] options = [new("positives", "one")];
        Draws.FollowTheSeed(seed => Evaluate(LossCase.Create(typeof(InfoNceLoss), 3, 4, options, seed), Rows, Labels).Value);
    }

    private static IEnumerable<(double Value, bool Active)> Terms(double[][] rows, long[] labels, double temperature, int batchSize)
    {
        for (var i = 0; i < batchSize; i++)
        {
            bool IsPositive(int j) => labels[i] >= 0 && labels[i] == labels[j];
            var others = Enumerable.Range(0, rows.Length).Where(j => j != i).ToList();
            var negatives = others.Where(j => !IsPositive(j)).Select(j => Dot(rows[i], rows[j])).ToList();
            foreach (var positive in others.Where(IsPositive).Select(j => Dot(rows[i], rows[j])).Where(_ => negatives.Count > 0))
            {
                var share = Math.Exp(positive / temperature) / (Math.Exp(positive / temperature) + negatives.Sum(n => Math.Exp(n / temperature)));
                yield return (-Math.Log(share), negatives.Max() >= positive);
            }
        }
    }
}
