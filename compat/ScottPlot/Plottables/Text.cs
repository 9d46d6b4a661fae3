using ScottPlot.Svg;

namespace ScottPlot.Plottables;

public class Text : LabelStyleProperties, IPlottable
{
    public Coordinates Location { get; set; }

    public override LabelStyle LabelStyle { get; set; } = new() { FontSize = 14 };

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => new(Location.X, Location.X, Location.Y, Location.Y);

    void IPlottable.Render(SvgWriter svg, DataArea area)
    {
        var (x, y) = area.Pixel(Location);
        if (double.IsFinite(x) && double.IsFinite(y))
            svg.Label(LabelText, x, y, LabelStyle);
    }
}
