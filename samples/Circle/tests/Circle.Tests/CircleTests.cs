using MetricPlugins;
using TorchSharp;

public class CircleTests
{
    private const int Size = 3;
    private const double Margin = 0.3;
    private const double Gamma = 8;
    private static readonly long[] Labels = [0, 0, 1, 1, 2, -1];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_value_is_that_of_a_plain_loop(bool fixedWeights)
    {
        var rows = Rows(Labels.Length);
        Assert.Equal(PlainValue(rows, rows), Evaluate(rows, Labels, fixedWeights).Value, 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradient_is_that_of_finite_differences(bool fixedWeights)
    {
        const double Step = 1e-6;
        var rows = Rows(Labels.Length);
        var gradient = Evaluate(rows, Labels, fixedWeights).Gradient;
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal((Moved(Step) - Moved(-Step)) / (2 * Step), gradient[i], 1e-6);

            double Moved(double by)
            {
                double[] moved = [.. rows.Select((x, at) => at == i ? x + by : x)];
                return PlainValue(moved, weighing: fixedWeights ? rows : moved);
            }
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
        foreach (var labels in (long[][])[[0], [0, 0, 0], [0, 1, 2], [-1, -1]])
        {
            var (value, gradient) = Evaluate(Rows(labels.Length), labels);
            Assert.All(gradient.Append(value), x => Assert.Equal(0.0, x));
        }
    }

    private static (double Value, double[] Gradient) Evaluate(double[] rows, long[] labels, bool fixedWeights = false)
    {
        using var scope = torch.NewDisposeScope();
        var embeddings = torch.tensor(rows, [labels.Length, Size], torch.float64).requires_grad_();
        var result = new Circle(new Circle.Options(Margin, Gamma, fixedWeights)).Compute(new Batch(embeddings, torch.tensor(labels)));
        result.Loss.backward();
        return (result.Loss.item<double>(), embeddings.grad!.data<double>().ToArray());
    }

    /// <summary>The loss with its weights taken from other rows.</summary>
    private static double PlainValue(double[] rows, double[] weighing)
    {
        var terms = new List<double>();
        for (var anchor = 0; anchor < Labels.Length; anchor++)
        {
            var (push, pull) = (0.0, 0.0);
            for (var other = 0; other < Labels.Length; other++)
            {
                var (s, weight) = (Cosine(rows, anchor, other), Cosine(weighing, anchor, other));
                if (other != anchor && Labels[other] == Labels[anchor] && Labels[anchor] >= 0)
                    pull += Math.Exp(-Gamma * Math.Max(1 + Margin - weight, 0) * (s - 1 + Margin));
                else if (other != anchor)
                    push += Math.Exp(Gamma * Math.Max(weight + Margin, 0) * (s - Margin));
            }

            if (push > 0 && pull > 0)
                terms.Add(Math.Log(1 + push * pull));
        }

        return terms.Average();
    }

    private static double Cosine(double[] rows, int a, int b) => Dot(rows, a, b) / Math.Sqrt(Dot(rows, a, a) * Dot(rows, b, b));

    private static double Dot(double[] rows, int a, int b) => Enumerable.Range(0, Size).Sum(i => rows[a * Size + i] * rows[b * Size + i]);

    private static double[] Rows(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count * Size).Select(_ => random.NextDouble() - 0.5)];
    }
}
