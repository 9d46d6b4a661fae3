using ScottPlot.Svg;

namespace ScottPlot;

/// <summary>What stands beside the data area: an axis, a title, a legend, a colour bar.</summary>
public interface IPanel
{
    Edge Edge { get; }

    /// <summary>Pixels it takes away from the data area.</summary>
    internal double Measure(Box data);

    /// <summary>Draws it so far from the data area as the panels between need.</summary>
    internal void Render(SvgWriter svg, Box data, double offset, double size);
}
