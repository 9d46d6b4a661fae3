using ScottPlot.Svg;

namespace ScottPlot.Plottables;

public class Scatter(IScatterSource data) : IPlottable
{
    public IScatterSource Data { get; } = data;

    public string LegendText { get; set; } = string.Empty;

    public float LineWidth { get; set; } = 1;

    public LinePattern LinePattern { get; set; } = LinePattern.Solid;

    public Color LineColor { get; set; } = Colors.Black;

    public MarkerShape MarkerShape { get; set; } = MarkerShape.FilledCircle;

    public float MarkerSize { get; set; } = 5;

    public Color MarkerColor { get; set; } = Colors.Black;

    public Color Color { get => LineColor; set => (LineColor, MarkerColor) = (value, value); }

    public IEnumerable<LegendItem> LegendItems =>
    [
        new()
        {
            LabelText = LegendText,
            LineWidth = LineWidth,
            LinePattern = LinePattern,
            LineColor = LineColor,
            MarkerShape = MarkerShape,
            MarkerSize = MarkerSize,
            MarkerColor = MarkerColor,
        },
    ];

    public AxisLimits GetAxisLimits() => AxisLimits.Around(Data.GetScatterPoints().Select(point => point.X), Data.GetScatterPoints().Select(point => point.Y));

    void IPlottable.Render(SvgWriter svg, DataArea area)
    {
        var points = Data.GetScatterPoints().Select(area.Pixel).ToList();
        svg.Polyline(points, new() { Width = LineWidth, Color = LineColor, Pattern = LinePattern });
        svg.Markers(points, MarkerShape, MarkerSize, MarkerColor);
    }
}
