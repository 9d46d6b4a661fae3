using MetricPlugins.Core;

namespace MetricPlugins.Tests.Core;

/// <summary>Random unit rows, the same at every run.</summary>
internal static class RandomRows
{
    public static (long[] Labels, double[] Rows) Unit(int seed, int count, int size, int classes)
    {
        var random = new Random(seed);
        var rows = new double[count * size];
        foreach (var row in Enumerable.Range(0, count))
        {
            var values = Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.3).ToArray();
            var norm = Math.Sqrt(values.Sum(v => v * v));
            foreach (var column in Enumerable.Range(0, size))
                rows[(row * size) + column] = values[column] / norm;
        }

        return ([.. Enumerable.Range(0, count).Select(_ => (long)random.Next(-1, classes))], rows);
    }

    public static LabelledRows Of(long[] labels, params double[][] rows) => new(labels, [.. rows.SelectMany(row => row)], rows[0].Length);
}
