using System.Globalization;

namespace MetricPlugins.Conformance;

/// <summary>A batch of plain numbers that can be reduced and printed.</summary>
/// <param name="Rows">Embeddings [B, D], then the rows of a memory.</param>
/// <param name="Labels">One per row.</param>
/// <param name="Remembered">Number of rows of the memory, which are references only.</param>
internal sealed record SmallBatch(double[][] Rows, long[] Labels, int Remembered = 0)
{
    public int Size => Rows.Length - Remembered;

    public int Dimensions => Rows[0].Length;

    /// <summary>True if it has a positive pair and a negative pair.</summary>
    public bool HasBothKinds =>
        Labels.Distinct().Count() > 1 && Labels.Where(label => label >= 0).GroupBy(label => label).Any(group => group.Count() > 1);

    private bool IsRounded => Rows.All(row => row.All(x => x == Math.Round(x, 1)));

    /// <summary>A batch of random unit rows, identical at every call.</summary>
    public static SmallBatch Random(int dimensions, long[] labels, int remembered = 0)
    {
        var random = new Random(labels.Length * 100 + dimensions);
        return new SmallBatch([.. labels.Select(_ => UnitRow())], labels, remembered);

        double[] UnitRow()
        {
            var row = Enumerable.Range(0, dimensions).Select(_ => random.NextDouble() * 2 - 1).ToArray();
            var norm = Math.Sqrt(row.Sum(x => x * x));
            return [.. row.Select(x => x / norm)];
        }
    }

    /// <summary>The batch without its memory.</summary>
    public SmallBatch Alone() => new(Rows[..Size], Labels[..Size]);

    /// <summary>The rows in another order: new row i is row <paramref name="order"/>[i].</summary>
    public SmallBatch InOrder(IEnumerable<int> order)
    {
        int[] places = [.. order];
        return this with { Rows = [.. places.Select(i => Rows[i])], Labels = [.. places.Select(i => Labels[i])] };
    }

    /// <summary>Reduces the batch while it still <paramref name="fails"/>: fewer samples, fewer
    /// dimensions, rounder numbers.</summary>
    public SmallBatch Smallest(Func<SmallBatch, bool> fails)
    {
        var (smallest, trials) = (this, 200);
        while (smallest.Smaller().FirstOrDefault(candidate => trials-- > 0 && fails(candidate)) is { } smaller)
            smallest = smaller;
        return smallest;
    }

    /// <summary><c>rows [[0.6, 0.8], [1, 0]], labels [0, 1]</c></summary>
    public override string ToString()
    {
        var (own, memory) = (Range(0, Size), Range(Size, Rows.Length));
        return Remembered == 0 ? own : $"{own}; remembered {memory}";

        string Range(int from, int to) => $"rows {List(Rows[from..to].Select(List))}, labels {List(Labels[from..to])}";

        static string List<T>(IEnumerable<T> values) =>
            $"[{string.Join(", ", values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))}]";
    }

    private IEnumerable<SmallBatch> Smaller()
    {
        for (var i = Rows.Length - 1; i >= 0; i--)
        {
            if (i >= Size || Size > 1)
                yield return InOrder(Enumerable.Range(0, Rows.Length).Except([i])) with { Remembered = Remembered - (i >= Size ? 1 : 0) };
        }

        for (var column = Dimensions - 1; column >= 0 && Dimensions > 1; column--)
            yield return this with { Rows = [.. Rows.Select(row => row.Where((_, j) => j != column).ToArray())] };

        // Adding 0 turns -0 into 0.
        if (!IsRounded)
            yield return this with { Rows = [.. Rows.Select(row => row.Select(x => Math.Round(x, 1) + 0.0).ToArray())] };
    }
}

/// <summary>The batches that losses are tried on.</summary>
internal static class TrialBatches
{
    /// <summary>One with positives, negatives, a sample alone in its class and outliers; one with equal classes; a tiny one.</summary>
    public static IReadOnlyList<SmallBatch> Usual { get; } =
    [
        SmallBatch.Random(4, [0, 0, 0, 1, 1, 2, -1, -1]), SmallBatch.Random(3, [0, 1, 2, 0, 1, 2]), SmallBatch.Random(2, [0, 0, 1]),
    ];

    /// <summary>Batches that lack positives or negatives.</summary>
    public static IReadOnlyList<SmallBatch> Bare { get; } =
    [
        SmallBatch.Random(4, [0, 1, 2, 3]), SmallBatch.Random(4, [0, 0, 0, 0]), SmallBatch.Random(4, [0]),
        SmallBatch.Random(4, [-1]), SmallBatch.Random(4, [-1, -1, -1, -1]), SmallBatch.Random(4, [-1, 0, -1]),
    ];

    /// <summary>Batches with coinciding or opposite vectors, each with positives and negatives.</summary>
    public static IReadOnlyList<SmallBatch> Coinciding { get; } =
    [
        At([0.6, 0.8], 0, 0, 1, 1), At([0.6, 0.8], 0, 1, 0), At([1, 0, 0], 0, 0, -1, -1),
        new SmallBatch([[0.6, 0.8], [0.6, 0.8], [0.6, 0.8], [0.6, 0.8], [0, 1]], [0, 0, 1, 1, 0]),
        new SmallBatch([[1, 0], [1, 0], [-1, 0], [-1, 0]], [0, 0, 1, 1]),
    ];

    /// <summary>Batches with a memory of earlier batches.</summary>
    public static IReadOnlyList<SmallBatch> Remembering { get; } =
        [SmallBatch.Random(4, [0, 0, 1, 2, 1, 0, 2, 1, 0], remembered: 5), SmallBatch.Random(3, [0, 1, 0, -1, 1, -1, 0], remembered: 3)];

    /// <summary>A batch whose only positives are in its memory.</summary>
    public static SmallBatch Dependent { get; } = SmallBatch.Random(4, [0, 1, 2, 0, 1, 2, 2, 1, 0], remembered: 6);

    private static SmallBatch At(double[] point, params long[] labels) => new([.. labels.Select(_ => point)], labels);
}
