using ScottPlot.Svg;

namespace ScottPlot;

public interface IPlottable
{
    IEnumerable<LegendItem> LegendItems { get; }

    AxisLimits GetAxisLimits();

    internal void Render(SvgWriter svg, DataArea area);
}
