using ScottPlot.Svg;
using ScottPlot.TickGenerators;

namespace ScottPlot.Panels;

/// <summary>The colours of a heat map beside the values they stand for.</summary>
public class ColorBar : IPanel
{
    private const double Width = 20;
    private const int Steps = 256;

    private readonly IHasColorAxis source;
    private readonly EdgeAxis axis = new(Edge.Right) { TickGenerator = new NumericAutomatic() };

    internal ColorBar(IHasColorAxis source) => this.source = source;

    public Edge Edge => Edge.Right;

    public IAxis Axis => axis;

    double IPanel.Measure(Box data)
    {
        SetLimits();
        return Width + axis.Measure(data);
    }

    void IPanel.Render(SvgWriter svg, Box data, double offset, double size)
    {
        var colors = Enumerable.Range(0, Steps).Select(step => source.Colormap.GetColor((double)step / (Steps - 1))).ToArray();
        var pixels = Enumerable.Range(0, Steps).Select(row => (byte)(Steps - 1 - row)).ToArray();
        svg.Image(data with { Left = data.Right + offset, Width = Width }, Svg.Png.Write(pixels, 1, colors));
        SetLimits();
        axis.Render(svg, data, offset + Width, size - Width);
    }

    private void SetLimits()
    {
        var range = source.GetRange();
        (axis.Min, axis.Max) = (range.Min, range.Max);
    }
}
