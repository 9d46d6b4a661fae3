using MetricPlugins;
using MetricPlugins.Conformance;
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
        Assert.Equal(PlainValue(rows), Value(rows), 1e-12);
    }

    [Fact]
    public void It_keeps_every_rule_of_the_contract() => PluginCheck.Of(typeof(Circle)).ThrowIfFailed();

    private static double Value(double[] rows)
    {
        using var scope = torch.NewDisposeScope();
        var batch = new Batch(torch.tensor(rows, [Labels.Length, Size], torch.float64), torch.tensor(Labels));
        return new Circle(new Circle.Options(Margin, Gamma)).Compute(batch).Loss.item<double>();
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
