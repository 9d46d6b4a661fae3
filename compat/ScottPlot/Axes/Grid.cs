using ScottPlot.Svg;

namespace ScottPlot;

/// <summary>Lines through the data area at the major ticks.</summary>
internal sealed class Grid
{
    private static readonly LineStyle Style = new() { Width = 1, Color = Colors.Black.WithAlpha(0.1) };

    public bool IsVisible { get; set; } = true;

    public void Render(SvgWriter svg, DataArea area)
    {
        if (!IsVisible)
            return;
        foreach (var tick in area.Axes.Bottom.TickGenerator.Ticks.Where(tick => tick.IsMajor))
            svg.Line(area.X(tick.Position), area.Box.Top, area.X(tick.Position), area.Box.Bottom, Style);
        foreach (var tick in area.Axes.Left.TickGenerator.Ticks.Where(tick => tick.IsMajor))
            svg.Line(area.Box.Left, area.Y(tick.Position), area.Box.Right, area.Y(tick.Position), Style);
    }
}
