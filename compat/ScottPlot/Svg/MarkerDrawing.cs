using static ScottPlot.Svg.SvgWriter;

namespace ScottPlot.Svg;

internal static class MarkerDrawing
{
    /// <summary>A marker at every finite point.</summary>
    public static void Markers(this SvgWriter svg, IEnumerable<(double X, double Y)> points, MarkerShape shape, float size, Color color)
    {
        var visible = points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToList();
        if (shape == MarkerShape.None || size <= 0 || visible.Count == 0)
            return;

        svg.BeginGroup(color);
        foreach (var (x, y) in visible)
        {
            if (shape == MarkerShape.FilledCircle)
                svg.Circle(x, y, size / 2);
            else
                svg.Shape(Path(shape, x, y, size / 2));
        }
        svg.EndGroup();
    }

    private static string Path(MarkerShape shape, double x, double y, double half) => shape switch
    {
        MarkerShape.FilledSquare => Closed((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)),
        MarkerShape.FilledDiamond => Closed((x, y - half), (x + half, y), (x, y + half), (x - half, y)),
        MarkerShape.FilledTriangleUp => Closed((x, y - half), (x + half, y + half), (x - half, y + half)),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
    };

    private static string Closed(params (double X, double Y)[] corners) =>
        "M" + string.Join('L', corners.Select(corner => Point(corner.X, corner.Y))) + "Z";
}
