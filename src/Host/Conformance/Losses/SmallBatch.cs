using System.Globalization;

namespace MetricPlugins.Host.Conformance.Losses;

/// <summary>A batch in plain numbers, which can be cut down and printed.</summary>
/// <param name="Rows">Embeddings, and after them what a memory remembers.</param>
/// <param name="Labels">One a row.</param>
/// <param name="Remembered">How many of the last rows are references only.</param>
internal sealed record SmallBatch(double[][] Rows, long[] Labels, int Remembered = 0)
{
    public int Size => Rows.Length - Remembered;

    public int Dimensions => Rows[0].Length;

    /// <summary>Whether it has a pair of one class and one of two.</summary>
    public bool HasBothKinds => Labels.Distinct().Count() > 1 && Labels.Where(label => label >= 0).GroupBy(label => label).Any(group => group.Count() > 1);

    private bool IsRounded => Rows.All(row => row.All(x => x == Math.Round(x, 1)));

    /// <summary>Random unit rows, the same ones at every call.</summary>
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

    /// <summary>Without the memory.</summary>
    public SmallBatch Alone() => new(Rows[..Size], Labels[..Size]);

    /// <summary>The rows in another order: new row i is row <paramref name="order"/>[i].</summary>
    public SmallBatch InOrder(IEnumerable<int> order)
    {
        int[] places = [.. order];
        return this with { Rows = [.. places.Select(i => Rows[i])], Labels = [.. places.Select(i => Labels[i])] };
    }

    /// <summary>The smallest batch that this one can be cut down to and that still <paramref name="fails"/>: fewer samples, fewer
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

        string Range(int from, int to) => string.Create(CultureInfo.InvariantCulture,
            $"rows [{string.Join(", ", Rows[from..to].Select(row => $"[{string.Join(", ", row.Select(x => x.ToString("R", CultureInfo.InvariantCulture)))}]"))}], labels [{string.Join(", ", Labels[from..to])}]");
    }

    private IEnumerable<SmallBatch> Smaller()
    {
        for (var i = Rows.Length - 1; i >= 0; i--)
        {
            if (i >= Size || Size > 1)
                yield return InOrder(Enumerable.Range(0, Rows.Length).Where(j => j != i)) with { Remembered = Remembered - (i >= Size ? 1 : 0) };
        }

        for (var column = Dimensions - 1; column >= 0 && Dimensions > 1; column--)
            yield return this with { Rows = [.. Rows.Select(row => row.Where((_, j) => j != column).ToArray())] };

        // Adding 0 makes -0 a 0.
        if (!IsRounded)
            yield return this with { Rows = [.. Rows.Select(row => row.Select(x => Math.Round(x, 1) + 0.0).ToArray())] };
    }
}
