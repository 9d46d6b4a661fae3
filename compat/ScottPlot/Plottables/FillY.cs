using ScottPlot.Svg;

namespace ScottPlot.Plottables;

/// <summary>The area between two lines.</summary>
public class FillY : IPlottable
{
    private readonly Coordinates[] corners;

    internal FillY(double[] xs, double[] ys1, double[] ys2) =>
        corners = [.. xs.Zip(ys1, (x, y) => new Coordinates(x, y)), .. xs.Zip(ys2, (x, y) => new Coordinates(x, y)).Reverse()];

    public Color FillColor { get; set; } = Colors.Gray;

    public float LineWidth { get; set; }

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.Around(corners.Select(corner => corner.X), corners.Select(corner => corner.Y));

    void IPlottable.Render(SvgWriter svg, DataArea area)
    {
        var outline = corners.Select(area.Pixel).ToList();
        svg.Polygon(outline, FillColor);
        if (outline.Count > 0)
            svg.Polyline([.. outline, outline[0]], new() { Width = LineWidth });
    }
}
