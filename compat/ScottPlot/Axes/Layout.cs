using ScottPlot.Svg;

namespace ScottPlot;

/// <summary>What is left for the data once every panel has its room.</summary>
internal sealed class Layout
{
    private const double LeastData = 10;

    private readonly List<(IPanel Panel, double Offset, double Size)> panels = [];

    private Layout(Box data) => Data = data;

    public Box Data { get; }

    /// <summary>Ticks need the size of the data area, and it theirs: the second round knows about both.</summary>
    public static Layout Of(AxisManager axes, int width, int height)
    {
        var first = Around(axes, width, height, new(0, 0, width, height));
        axes.ApplyRules(first.Data);
        var second = Around(axes, width, height, first.Data);
        axes.ApplyRules(second.Data);
        return second;
    }

    public void RenderPanels(SvgWriter svg)
    {
        foreach (var (panel, offset, size) in panels)
            panel.Render(svg, Data, offset, size);
    }

    private static Layout Around(AxisManager axes, int width, int height, Box guess)
    {
        var taken = new Dictionary<Edge, double> { [Edge.Left] = 0, [Edge.Right] = 0, [Edge.Bottom] = 0, [Edge.Top] = 0 };
        var placed = new List<(IPanel, double, double)>();
        foreach (var panel in axes.AllPanels)
        {
            var size = panel.Measure(guess);
            placed.Add((panel, taken[panel.Edge], size));
            taken[panel.Edge] += size;
        }
        var layout = new Layout(new(
            taken[Edge.Left],
            taken[Edge.Top],
            Math.Max(LeastData, width - taken[Edge.Left] - taken[Edge.Right]),
            Math.Max(LeastData, height - taken[Edge.Top] - taken[Edge.Bottom])));
        layout.panels.AddRange(placed);
        return layout;
    }
}
