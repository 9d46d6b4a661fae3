using ScottPlot.Svg;

namespace ScottPlot.Plottables;

public class Markers(IScatterSource data) : IPlottable
{
    public IScatterSource Data { get; } = data;

    public string LegendText { get; set; } = string.Empty;

    public MarkerShape MarkerShape { get; set; } = MarkerShape.FilledCircle;

    public float MarkerSize { get; set; } = 10;

    public Color Color { get; set; } = Colors.Black;

    public IEnumerable<LegendItem> LegendItems =>
        [new() { LabelText = LegendText, MarkerShape = MarkerShape, MarkerSize = MarkerSize, MarkerColor = Color }];

    public AxisLimits GetAxisLimits() => AxisLimits.Around(Data.GetScatterPoints().Select(point => point.X), Data.GetScatterPoints().Select(point => point.Y));

    void IPlottable.Render(SvgWriter svg, DataArea area) => svg.Markers(Data.GetScatterPoints().Select(area.Pixel), MarkerShape, MarkerSize, Color);
}
