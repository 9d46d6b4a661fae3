using MetricPlugins.Losses;
using static MetricPlugins.Tests.Losses.LossCase;

namespace MetricPlugins.Tests.Losses;

public class SupConLossTests
{
    private static readonly long[] Labels = [0, 1, 0, 2, 1, 0, -1, 1, -1, 3];
    private static readonly double[][] Rows = UnitRows(10, 4, seed: 13);

    [Theory]
    [InlineData(0.07, 10)]
    [InlineData(0.5, 10)]
    [InlineData(0.07, 4)]
    public void Every_anchor_with_a_positive_is_a_term(double temperature, int batchSize)
    {
        var terms = Terms(Rows, Labels, temperature, batchSize).ToList();
        var loss = Create<SupConLoss>(("temperature", $"{temperature}"));
        var result = Evaluate(loss, Rows, Labels, batchSize: batchSize);

        Assert.Equal((terms.Count, terms.Count(t => t.Active)), (result.Terms, result.Active));
        Assert.Equal(terms.Average(t => t.Value), result.Value, 1e-11);
        CheckGradient(loss, Rows, Labels, batchSize);
    }

    [Fact]
    public void One_class_alone_still_has_terms_and_none_is_active()
    {
        // Three equal similarities share alike: each of an anchor's two positives has one half.
        var result = Evaluate(Create<SupConLoss>(), [[1, 0], [1, 0], [1, 0]], [0, 0, 0]);
        Assert.Equal((3, 0), (result.Terms, result.Active));
        Assert.Equal(Math.Log(2), result.Value, 1e-12);
    }

    private static IEnumerable<(double Value, bool Active)> Terms(double[][] rows, long[] labels, double temperature, int batchSize)
    {
        for (var i = 0; i < batchSize; i++)
        {
            var others = Enumerable.Range(0, rows.Length).Where(j => j != i).ToLookup(
                j => labels[i] >= 0 && labels[i] == labels[j], j => Dot(rows[i], rows[j]));
            var (positives, negatives) = (others[true].ToList(), others[false].ToList());
            if (positives.Count == 0)
                continue;
            var all = positives.Concat(negatives).Sum(s => Math.Exp(s / temperature));
            yield return (-positives.Average(s => Math.Log(Math.Exp(s / temperature) / all)), negatives.Count > 0 && negatives.Max() >= positives.Min());
        }
    }
}
