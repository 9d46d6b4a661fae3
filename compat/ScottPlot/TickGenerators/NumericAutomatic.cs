using ScottPlot.Svg;

namespace ScottPlot.TickGenerators;

public class NumericAutomatic : ITickGenerator
{
    private const int MinorsPerMajor = 5;
    private const int MostTicks = 1000;

    // Of the room a label takes along the axis: what it needs for itself and to stand apart from the next one.
    private const double Beside = 1.3;
    private const double Above = 1.8;

    public Tick[] Ticks { get; set; } = [];

    public Func<double, string> LabelFormatter { get; set; } = LabelFormatters.Numeric;

    void ITickGenerator.Regenerate(double min, double max, double pixels, Edge edge, LabelStyle style)
    {
        var spacing = Spacings(max - min).FirstOrDefault(step => Fits(Positions(min, max, step), pixels * step / (max - min), edge, style), max - min);
        var majors = Positions(min, max, spacing);
        var minors = Positions(min, max, spacing / MinorsPerMajor);
        Ticks = [.. majors.Select(position => Tick.Major(position, LabelFormatter(position))), .. minors.Select(Tick.Minor)];
    }

    /// <summary>1, 2.5 and 5 times powers of ten, from the finest that is worth a try.</summary>
    private static IEnumerable<double> Spacings(double range)
    {
        var exponent = (int)Math.Floor(Math.Log10(range));
        return from power in Enumerable.Range(exponent - 2, 4)
               from step in new[] { 1, 2.5, 5 }
               select step * Math.Pow(10, power);
    }

    private static double[] Positions(double min, double max, double spacing)
    {
        var (first, last) = (Math.Ceiling(min / spacing - 1e-9), Math.Floor(max / spacing + 1e-9));
        return last - first >= MostTicks || !double.IsFinite(last - first)
            ? []
            : [.. Enumerable.Range(0, Math.Max(0, (int)(last - first) + 1)).Select(i => (first + i) * spacing)];
    }

    private bool Fits(double[] positions, double pixelsApart, Edge edge, LabelStyle style) =>
        positions.Length > 0
        && positions.Select(LabelFormatter).Max(label => edge is Edge.Left or Edge.Right
            ? TextSize.Height(label, style) * Above
            : TextSize.Width(label, style) * Beside) < pixelsApart;
}
