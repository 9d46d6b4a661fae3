using ScottPlot.Svg;

namespace ScottPlot.Panels;

public class TitlePanel : IPanel
{
    private const double Padding = 5;

    public Edge Edge => Edge.Top;

    public LabelStyle Label { get; } = new() { FontSize = 16, Bold = true, Alignment = Alignment.LowerCenter };

    /// <summary>Over the data area and all that is left of it, rather than over the data area.</summary>
    public bool FullFigureCenter { get; set; }

    double IPanel.Measure(Box data) => Label.Text.Length == 0 ? 0 : TextSize.Height(Label.Text, Label) + Padding;

    void IPanel.Render(SvgWriter svg, Box data, double offset, double size) =>
        svg.Label(Label.Text, FullFigureCenter ? data.Right / 2 : data.CenterX, data.Top - offset, Label);
}
