using ScottPlot.Svg;

namespace ScottPlot.Panels;

/// <summary>A legend outside the data area.</summary>
public class LegendPanel : IPanel
{
    private const double Padding = 8;

    internal LegendPanel(Legend legend, Edge edge) => (Legend, Edge) = (legend, edge);

    public Legend Legend { get; }

    public Edge Edge { get; }

    private bool Vertical => Edge is Edge.Left or Edge.Right;

    double IPanel.Measure(Box data)
    {
        var (width, height) = Legend.Measure();
        return Vertical ? width + 2 * Padding : height + 2 * Padding;
    }

    void IPanel.Render(SvgWriter svg, Box data, double offset, double size)
    {
        var (width, height) = Legend.Measure();
        Legend.Render(svg, new(
            Edge switch
            {
                Edge.Left => data.Left - offset - size + Padding,
                Edge.Right => data.Right + offset + Padding,
                _ => data.CenterX - width / 2,
            },
            Edge switch
            {
                Edge.Top => data.Top - offset - size + Padding,
                Edge.Bottom => data.Bottom + offset + Padding,
                _ => data.CenterY - height / 2,
            },
            width,
            height));
    }
}
