using ScottPlot.Svg;
using static ScottPlot.Svg.SvgWriter;

namespace ScottPlot.Plottables;

public class ErrorBar : IPlottable
{
    private readonly IReadOnlyList<double> xs;
    private readonly IReadOnlyList<double> ys;
    private readonly IReadOnlyList<double> errors;

    internal ErrorBar(IReadOnlyList<double> xs, IReadOnlyList<double> ys, IReadOnlyList<double> errors) =>
        (this.xs, this.ys, this.errors) = (xs, ys, errors);

    public float LineWidth { get; set; } = 1;

    /// <summary>Half of a cap's width, in pixels.</summary>
    public float CapSize { get; set; } = 3;

    public Color Color { get; set; } = Colors.Black;

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.Around(xs, [.. ys.Zip(errors, (y, error) => y - error), .. ys.Zip(errors, (y, error) => y + error)]);

    void IPlottable.Render(SvgWriter svg, DataArea area)
    {
        var style = new LineStyle { Width = LineWidth, Color = Color };
        for (var i = 0; i < xs.Count; i++)
        {
            var (x, low, high) = (area.X(xs[i]), area.Y(ys[i] - errors[i]), area.Y(ys[i] + errors[i]));
            if (errors[i] == 0 || !double.IsFinite(x) || !double.IsFinite(low) || !double.IsFinite(high))
                continue;
            svg.Lines(
                $"M{Point(x - CapSize, low)}L{Point(x + CapSize, low)}M{Point(x, low)}L{Point(x, high)}M{Point(x - CapSize, high)}L{Point(x + CapSize, high)}",
                style);
        }
    }
}
