using MetricPlugins.Losses;
using static MetricPlugins.Tests.Losses.LossCase;

namespace MetricPlugins.Tests.Losses;

public class CclLossTests
{
    private static readonly long[] Labels = [0, 1, -1, 2, 0, 1, -1];
    private static readonly double[][] Rows = UnitRows(7, 4, seed: 23);
    private static readonly double[][] Centers = [[2, 0.1, -0.3, 0.4], [-0.2, 0.7, 0.1, 0], [0.3, -0.4, 0.5, 1.6], [0, 1, 1, 1]];

    [Theory]
    [InlineData(0.07, 10)]
    [InlineData(0.5, 0)]
    [InlineData(1, 2)]
    public void Samples_are_classified_by_their_nearest_centre_and_drawn_to_their_own(double temperature, double weight)
    {
        double sum = 0;
        long terms = 0, active = 0;
        foreach (var (row, label) in Rows.Zip(Labels).Where(s => s.Second >= 0))
        {
            var cosines = Centers.Select(c => Cosine(row, c)).ToArray();
            sum += Math.Log(cosines.Sum(c => Math.Exp(c / temperature))) - cosines[label] / temperature + weight * (1 - cosines[label]);
            (terms, active) = (terms + 1, active + (cosines.Max() > cosines[label] ? 1 : 0));
        }

        using var loss = Ccl(("temperature", $"{temperature}"), ("center_weight", $"{weight}"));
        SetWeights(loss.to(torch.ScalarType.Float64), Centers);
        var result = Evaluate(loss, Rows, Labels);
        Assert.Equal((terms, active), (result.Terms, result.Active));
        Assert.Equal(sum / terms, result.Value, 1e-10);
        CheckGradient(loss, Rows, Labels);
    }

    [Fact]
    public void Averaged_centres_move_towards_the_means_of_the_classes_present()
    {
        using var loss = Ccl(("centers", "ema"), ("momentum", "0.75"));
        loss.to(torch.ScalarType.Float64);
        var before = Bank(loss);
        using (torch.no_grad())
            loss.AfterStep(new Batch(LossCase.Rows(Rows), torch.tensor(Labels)));

        var after = Bank(loss);
        for (var label = 0; label < 3; label++)
        {
            var members = Rows.Where((_, i) => Labels[i] == label).ToList();
            double[] moved = [.. before[label].Select((c, d) => 0.75 * c + 0.25 * members.Average(m => m[d]))];
            var norm = Math.Sqrt(Dot(moved, moved));
            Assert.All(moved.Zip(after[label]), pair => Assert.Equal(pair.First / norm, pair.Second, 1e-12));
        }

        Assert.Equal(before[3], after[3]);
    }

    [Fact]
    public void Averaged_centres_are_stored_but_do_not_train()
    {
        using var averaged = Ccl(("centers", "ema"));
        Assert.Empty(averaged.parameters());
        Assert.Single(averaged.state_dict());
        using var learned = Ccl();
        Assert.Single(learned.parameters());
        learned.AfterStep(new Batch(LossCase.Rows(Rows), torch.tensor(Labels)));
    }

    [Theory]
    [InlineData("learned")]
    [InlineData("ema")]
    public void Centres_are_drawn_by_the_seed(string centers)
    {
        double[][] Drawn(long seed)
        {
            using var loss = LossCase.Create(typeof(CclLoss), 4, 4, [KeyValuePair.Create("centers", centers)], seed);
            return Bank(loss);
        }

        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));
    }

    private static MetricLoss Ccl(params (string, string)[] options) =>
        LossCase.Create(typeof(CclLoss), 4, 4, [.. options.Select(o => KeyValuePair.Create(o.Item1, o.Item2))]);

    private static double[][] Bank(MetricLoss loss) =>
        [.. loss.state_dict().Values.Single().to(torch.ScalarType.Float64).data<double>().ToArray().Chunk(4)];
}
