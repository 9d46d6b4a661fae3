using MetricPlugins;
using TorchSharp;

public class NewLossTests
{
    private const int Size = 3;
    private static readonly long[] Labels = [0, 0, 1, 1, 2, -1];

    [Fact]
    public void The_gradient_is_that_of_finite_differences()
    {
        const double Step = 1e-6;
        var rows = Rows(Labels.Length);
        var gradient = Evaluate(rows, Labels).Gradient;
        for (var i = 0; i < rows.Length; i++)
        {
            var slope = (Moved(Step) - Moved(-Step)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 1e-6 * Math.Max(1, Math.Abs(slope)));

            double Moved(double by) => Evaluate([.. rows.Select((x, at) => at == i ? x + by : x)], Labels).Value;
        }
    }

    [Fact]
    public void Samples_that_coincide_have_a_finite_value_and_gradient()
    {
        var (value, gradient) = Evaluate([.. Labels.SelectMany(_ => new[] { 0.6, 0.8, 0.0 })], Labels);
        Assert.All(gradient.Append(value), x => Assert.True(double.IsFinite(x)));
    }

    [Fact]
    public void Without_terms_value_and_gradient_are_zero()
    {
        var (value, gradient) = Evaluate(Rows(1), [0]);
        Assert.All(gradient.Append(value), x => Assert.Equal(0.0, x));
    }

    private static (double Value, double[] Gradient) Evaluate(double[] rows, long[] labels)
    {
        using var scope = torch.NewDisposeScope();
        var embeddings = torch.tensor(rows, [labels.Length, Size], torch.float64).requires_grad_();
        var result = new NewLoss(new NewLoss.Options()).Compute(new Batch(embeddings, torch.tensor(labels)));
        result.Loss.backward();
        return (result.Loss.item<double>(), embeddings.grad!.data<double>().ToArray());
    }

    private static double[] Rows(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count * Size).Select(_ => random.NextDouble() - 0.5)];
    }
}
