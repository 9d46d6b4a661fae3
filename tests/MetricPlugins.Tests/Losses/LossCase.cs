namespace MetricPlugins.Tests.Losses;

/// <summary>One call of a loss on rows given as plain arrays.</summary>
internal static class LossCase
{
    /// <summary>A loss made as the host makes it, from options as users write them.</summary>
    public static MetricLoss Create(Type type, int classes, int embeddingSize, IReadOnlyList<KeyValuePair<string, string>> options, long seed = 0)
    {
        var attribute = (PluginAttribute)type.GetCustomAttributes(typeof(PluginAttribute), false).Single();
        var plugin = PluginInfo.Of(type, attribute, type.Assembly.Location);
        var generator = new torch.Generator((ulong)seed, torch.CPU);
        return (MetricLoss)plugin.Create(new LossContext(classes, embeddingSize, torch.CPU, generator), PluginOptions.Bind(plugin, options));
    }

    public static MetricLoss Create<TLoss>(params (string Name, string Value)[] options) =>
        Create(typeof(TLoss), 10, 8, [.. options.Select(o => KeyValuePair.Create(o.Name, o.Value))]);

    /// <summary>Value, counts and gradient of a loss. Given a batch size, the batch is the first rows, and the others are a memory: references
    /// without a gradient.</summary>
    public static (double Value, long Terms, long Active, double[][] Gradient) Evaluate(
        MetricLoss loss, double[][] embeddings, long[] labels, torch.ScalarType type = torch.ScalarType.Float64, int? batchSize = null)
    {
        using var scope = torch.NewDisposeScope();
        loss.to(type);
        var rows = Rows(embeddings, type).requires_grad_();
        var classes = torch.tensor(labels);
        var result = loss.Compute(batchSize is { } count ? Beside(rows.narrow(0, 0, count), rows, classes) : new Batch(rows, classes));
        Assert.Equal(0, result.Loss.ndim);
        Assert.Equal(type, result.Loss.dtype);
        Assert.Equal(torch.ScalarType.Int64, result.Terms.dtype);
        Assert.Equal(torch.ScalarType.Int64, result.Active.dtype);
        result.Loss.backward();
        var size = embeddings[0].Length;
        var gradient = rows.grad!.to(torch.ScalarType.Float64).data<double>().ToArray();
        return (result.Loss.to(torch.ScalarType.Float64).item<double>(), result.Terms.item<long>(), result.Active.item<long>(), [.. gradient.Chunk(size)]);
    }

    private static Batch Beside(torch.Tensor own, torch.Tensor rows, torch.Tensor classes)
    {
        var count = own.shape[0];
        var memory = rows.detach().narrow(0, count, rows.shape[0] - count);
        return new Batch(own, classes.narrow(0, 0, count), torch.cat([own, memory]), classes);
    }

    /// <summary>Puts values in place of those that the loss's only parameter began with.</summary>
    public static void SetWeights(MetricLoss loss, double[][] weights)
    {
        using var _ = torch.no_grad();
        loss.parameters().Single().copy_(Rows(weights));
    }

    /// <summary>The gradient that the last evaluation left in the loss's only parameter.</summary>
    public static double[][] WeightGradient(MetricLoss loss)
    {
        var gradient = loss.parameters().Single().grad!;
        return [.. gradient.to(torch.ScalarType.Float64).data<double>().ToArray().Chunk((int)gradient.shape[1])];
    }

    public static torch.Tensor Rows(double[][] rows, torch.ScalarType type = torch.ScalarType.Float64) =>
        torch.tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length], type);

    /// <summary>Random unit rows.</summary>
    public static double[][] UnitRows(int rows, int size, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ =>
        {
            var row = Enumerable.Range(0, size).Select(_ => random.NextDouble() * 2 - 1).ToArray();
            var norm = Math.Sqrt(row.Sum(x => x * x));
            return row.Select(x => x / norm).ToArray();
        })];
    }

    public static double Dot(double[] a, double[] b) => a.Zip(b).Sum(p => p.First * p.Second);

    public static double Cosine(double[] a, double[] b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));

    public static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b).Sum(p => (p.First - p.Second) * (p.First - p.Second)));

    /// <summary>The gradient by the batch's rows against central differences of the value, in float64; that by a memory's is 0.</summary>
    public static void CheckGradient(MetricLoss loss, double[][] embeddings, long[] labels, int? batchSize = null)
    {
        const double step = 1e-6;
        var (_, _, _, gradient) = Evaluate(loss, embeddings, labels, batchSize: batchSize);
        Assert.All(gradient[(batchSize ?? embeddings.Length)..], row => Assert.All(row, x => Assert.Equal(0, x)));
        for (var row = 0; row < (batchSize ?? embeddings.Length); row++)
        {
            for (var column = 0; column < embeddings[0].Length; column++)
            {
                var slope = (Moved(step) - Moved(-step)) / (2 * step);
                Assert.Equal(slope, gradient[row][column], 1e-6);

                double Moved(double by)
                {
                    double[][] moved = [.. embeddings.Select(r => (double[])r.Clone())];
                    moved[row][column] += by;
                    return Evaluate(loss, moved, labels, batchSize: batchSize).Value;
                }
            }
        }
    }
}
