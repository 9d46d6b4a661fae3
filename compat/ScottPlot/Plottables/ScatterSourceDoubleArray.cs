namespace ScottPlot.DataSources;

public class ScatterSourceDoubleArray : IScatterSource
{
    private readonly Coordinates[] points;

    public ScatterSourceDoubleArray(double[] xs, double[] ys)
    {
        ArgumentNullException.ThrowIfNull(xs);
        ArgumentNullException.ThrowIfNull(ys);
        if (xs.Length != ys.Length)
            throw new ArgumentException($"{nameof(xs)} and {nameof(ys)} must have equal length");
        points = [.. xs.Zip(ys, (x, y) => new Coordinates(x, y))];
    }

    public IReadOnlyList<Coordinates> GetScatterPoints() => points;
}
