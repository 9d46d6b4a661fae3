using MetricPlugins.Losses;
using static MetricPlugins.Tests.Losses.LossCase;

namespace MetricPlugins.Tests.Losses;

public class ArcFaceLossTests
{
    private static readonly long[] Labels = [0, 1, -1, 2, 0, 1, -1];
    private static readonly double[][] Rows = UnitRows(7, 4, seed: 19);
    private static readonly double[][] Weights = [[2, 0.1, -0.3, 0.4], [-0.2, 0.7, 0.1, 0], [0.3, -0.4, 0.5, 1.6]];

    [Theory]
    [InlineData(0.5, 64)]
    [InlineData(0.2, 4)]
    [InlineData(0, 1)]
    [InlineData(2.5, 4)]
    public void Samples_are_classified_by_angle_with_a_margin_on_their_own(double margin, double scale)
    {
        double sum = 0;
        long terms = 0, active = 0;
        foreach (var (row, label) in Rows.Zip(Labels).Where(s => s.Second >= 0))
        {
            var logits = Weights.Select((w, c) => scale * (c == label ? Widened(Math.Acos(Cosine(row, w)), margin) : Cosine(row, w))).ToArray();
            sum += Math.Log(logits.Sum(Math.Exp)) - logits[label];
            (terms, active) = (terms + 1, active + (logits.Max() > logits[label] ? 1 : 0));
        }

        using var loss = WithWeights(("margin", $"{margin}"), ("scale", $"{scale}"));
        var result = Evaluate(loss, Rows, Labels);
        Assert.Equal((terms, active), (result.Terms, result.Active));
        Assert.Equal(sum / terms, result.Value, 1e-10);
        CheckGradient(loss, Rows, Labels);
    }

    [Fact]
    public void An_embedding_in_its_class_s_very_direction_has_a_finite_gradient()
    {
        using var loss = WithWeights();
        foreach (var sign in (int[])[1, -1])
        {
            var (value, _, _, gradient) = Evaluate(loss, [[.. Weights[0].Select(w => sign * w)]], [0]);
            Assert.True(double.IsFinite(value));
            Assert.All(gradient[0], g => Assert.True(double.IsFinite(g)));
        }
    }

    [Fact]
    public void Weights_are_drawn_by_the_seed()
    {
        float[] Drawn(long seed)
        {
            using var loss = LossCase.Create(typeof(ArcFaceLoss), 5, 8, [], seed);
            return loss.parameters().Single().data<float>().ToArray();
        }

        Assert.Equal(40, Drawn(1).Length);
        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));
    }

    private static double Widened(double angle, double margin) =>
        angle <= Math.PI - margin ? Math.Cos(angle + margin) : Math.Cos(angle) - margin * Math.Sin(margin);

    private static MetricLoss WithWeights(params (string, string)[] options)
    {
        var loss = LossCase.Create(typeof(ArcFaceLoss), 3, 4, [.. options.Select(o => KeyValuePair.Create(o.Item1, o.Item2))]).to(torch.ScalarType.Float64);
        SetWeights(loss, Weights);
        return loss;
    }
}
