using MetricPlugins.Losses;
using static MetricPlugins.Tests.Losses.LossCase;

namespace MetricPlugins.Tests.Losses;

public class TripletLossTests
{
    private const double Margin = 0.4;
    private static readonly long[] Labels = [0, 1, 0, 2, 1, 0, -1, 1, -1, 0];
    private static readonly double[][] Rows = UnitRows(10, 4, seed: 7);

    public static TheoryData<string, string, string, int> Settings()
    {
        var data = new TheoryData<string, string, string, int>();
        foreach (var mining in (string[])["hard", "semihard", "all"])
            foreach (var distance in (string[])["euclidean", "squared"])
                foreach (var average in (string[])["all", "active"])
                    foreach (var batchSize in (int[])[10, 4])
                        data.Add(mining, distance, average, batchSize);
        return data;
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Terms_are_those_of_a_plain_loop_over_the_anchors_of_the_batch(string mining, string distance, string average, int batchSize)
    {
        var terms = Terms(mining, distance, batchSize).ToList();
        var active = terms.Count(t => t > 0);
        var loss = Create<TripletLoss>(("margin", $"{Margin}"), ("mining", mining), ("distance", distance), ("average", average));
        var result = Evaluate(loss, Rows, Labels, batchSize: batchSize);

        Assert.Equal((terms.Count, active), (result.Terms, result.Active));
        Assert.Equal(terms.Sum() / (average == "all" ? terms.Count : active), result.Value, 1e-12);
        CheckGradient(loss, Rows, Labels, batchSize);
    }

    [Fact]
    public void Random_draws_one_triplet_for_each_anchor_uniformly()
    {
        // On a line, so that each anchor's triplets differ in value; a class alone and an outlier are negatives and no anchors.
        double[][] rows = [[0], [0.1], [0.3], [0.4], [0.9]];
        long[] labels = [0, 0, 0, 1, -1];
        var loss = Create<TripletLoss>(("mining", "random"), ("margin", "1"));
        Assert.Equal(3, Evaluate(loss, rows, labels).Terms);

        // Anchors 0, 1 and 2 each draw one of two positives and one of two negatives.
        double[] Terms(double[] positives, double[] negatives) => [.. positives.SelectMany(p => negatives.Select(n => p - n + 1))];
        var outcomes = Terms([0.1, 0.3], [0.4, 0.9]).SelectMany(a => Terms([0.1, 0.2], [0.3, 0.8]).SelectMany(b => Terms([0.3, 0.2], [0.1, 0.6]).Select(c =>
            (a + b + c) / 3)));
        Draws.AreUniform(outcomes, 1200, () => Evaluate(loss, rows, labels).Value);
    }

    [Fact]
    public void The_same_seed_draws_the_same_triplets()
    {
        KeyValuePair<string, string>[] options = [new("mining", "random")];
        Draws.FollowTheSeed(seed => Evaluate(LossCase.Create(typeof(TripletLoss), 3, 4, options, seed), Rows, Labels).Value);
    }

    [Fact]
    public void Random_draws_positives_and_negatives_from_batch_and_memory_alike()
    {
        double[][] rows = [[0], [0.1], [0.3], [0.7]];
        var loss = Create<TripletLoss>(("mining", "random"), ("margin", "1"));

        // Anchor 0: a positive in the batch and one in the memory, 0.1 and 0.3 away; anchor 1: 0.1 and 0.2. The negative is in the memory.
        var outcomes = new[] { 0.1, 0.3 }.SelectMany(a => new[] { 0.1, 0.2 }.Select(b => (a - 0.7 + b - 0.6 + 2) / 2));
        Draws.AreUniform(outcomes, 400, () => Evaluate(loss, rows, [0, 0, 0, 1], batchSize: 2).Value);
    }

    private static IEnumerable<double> Terms(string mining, string distance, int batchSize)
    {
        double D(int i, int j) => distance == "squared" ? Math.Pow(Distance(Rows[i], Rows[j]), 2) : Distance(Rows[i], Rows[j]);
        double Hinge(double positive, double negative) => Math.Max(0, positive - negative + Margin);
        for (var a = 0; a < batchSize; a++)
        {
            var others = Enumerable.Range(0, Rows.Length).Where(j => j != a).ToList();
            var positives = others.Where(j => Labels[j] == Labels[a] && Labels[a] >= 0).Select(j => D(a, j)).ToList();
            var negatives = others.Where(j => Labels[j] != Labels[a] || Labels[a] < 0).Select(j => D(a, j)).ToList();
            if (positives.Count == 0 || negatives.Count == 0)
                continue;
            if (mining == "hard")
                yield return Hinge(positives.Max(), negatives.Min());
            foreach (var p in mining == "hard" ? [] : positives)
            {
                if (mining == "all")
                {
                    foreach (var n in negatives)
                        yield return Hinge(p, n);
                }
                else
                {
                    yield return Hinge(p, negatives.Any(n => n > p) ? negatives.Where(n => n > p).Min() : negatives.Max());
                }
            }
        }
    }
}
