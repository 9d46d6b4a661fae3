using ScottPlot.Svg;

namespace ScottPlot.Plottables;

public class BarPlot(List<Bar> bars) : IPlottable
{
    public List<Bar> Bars { get; } = bars;

    public string LegendText { get; set; } = string.Empty;

    public IEnumerable<LegendItem> LegendItems => Bars.Count == 0 ? [] : [new() { LabelText = LegendText, FillColor = Bars[0].FillColor }];

    public AxisLimits GetAxisLimits() => AxisLimits.Around(
        Bars.SelectMany(bar => new[] { bar.Position - bar.Size / 2, bar.Position + bar.Size / 2 }),
        Bars.SelectMany(bar => new[] { bar.ValueBase, bar.Value }));

    void IPlottable.Render(SvgWriter svg, DataArea area)
    {
        foreach (var bar in Bars.Where(bar => double.IsFinite(bar.Value)))
        {
            var (left, right) = (area.X(bar.Position - bar.Size / 2), area.X(bar.Position + bar.Size / 2));
            var (start, end) = (area.Y(bar.ValueBase), area.Y(bar.Value));
            var box = new Box(left, Math.Min(start, end), right - left, Math.Abs(end - start));
            svg.Rectangle(box, bar.FillColor);
            svg.Outline(box, new() { Width = bar.LineWidth, Color = bar.LineColor });
        }
    }
}
