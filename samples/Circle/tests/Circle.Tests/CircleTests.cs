using MetricPlugins;
using TorchSharp;

public class CircleTests
{
    private const int Size = 3;
    private const double Margin = 0.3;
    private const double Gamma = 8;
    private static readonly long[] Labels = [0, 0, 1, 1, 2, -1];

    [Fact]
    public void The_value_is_that_of_a_plain_loop()
    {
        var rows = Rows(Labels.Length);
        Assert.Equal(PlainValue(rows), Evaluate(rows, Labels).Value, 1e-12);
    }

    [Fact]
    public void The_gradient_is_that_of_finite_differences()
    {
        const double Step = 1e-6;
        var rows = Rows(Labels.Length);
        var gradient = Evaluate(rows, Labels).Gradient;
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal((Moved(Step) - Moved(-Step)) / (2 * Step), gradient[i], 1e-6);

            double Moved(double by) => PlainValue([.. rows.Select((x, at) => at == i ? x + by : x)]);
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

    private static (double Value, double[] Gradient) Evaluate(double[] rows, long[] labels)
    {
        using var scope = torch.NewDisposeScope();
        var embeddings = torch.tensor(rows, [labels.Length, Size], torch.float64).requires_grad_();
        var result = new Circle(new Circle.Options(Margin, Gamma)).Compute(new Batch(embeddings, torch.tensor(labels)));
        result.Loss.backward();
        return (result.Loss.item<double>(), embeddings.grad!.data<double>().ToArray());
    }

    private static double PlainValue(double[] rows)
    {
        var terms = new List<double>();
        for (var anchor = 0; anchor < Labels.Length; anchor++)
        {
            var (push, pull) = (0.0, 0.0);
            for (var other = 0; other < Labels.Length; other++)
            {
                var s = Cosine(rows, anchor, other);
                if (other != anchor && Labels[other] == Labels[anchor] && Labels[anchor] >= 0)
                    pull += Math.Exp(-Gamma * Math.Max(1 + Margin - s, 0) * (s - 1 + Margin));
                else if (other != anchor)
                    push += Math.Exp(Gamma * Math.Max(s + Margin, 0) * (s - Margin));
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
