namespace ScottPlot;

public readonly struct AxisLimits(double left, double right, double bottom, double top)
{
    public double Left { get; } = left;

    public double Right { get; } = right;

    public double Bottom { get; } = bottom;

    public double Top { get; } = top;

    public static AxisLimits NoLimits { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>Around all finite coordinates; <see cref="NoLimits"/> without one.</summary>
    internal static AxisLimits Around(IEnumerable<double> xs, IEnumerable<double> ys)
    {
        var (left, right) = Range(xs);
        var (bottom, top) = Range(ys);
        return new(left, right, bottom, top);
    }

    private static (double Least, double Greatest) Range(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToList();
        return finite.Count == 0 ? (double.NaN, double.NaN) : (finite.Min(), finite.Max());
    }
}
