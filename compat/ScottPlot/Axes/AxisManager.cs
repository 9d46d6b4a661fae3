using ScottPlot.Svg;

namespace ScottPlot;

public class AxisManager
{
    // Of the data's range, on both sides together.
    private const double MarginX = 0.1;
    private const double MarginY = 0.15;

    private readonly Plot plot;
    private readonly EdgeAxis left = new(Edge.Left);
    private readonly EdgeAxis right = new(Edge.Right);
    private readonly EdgeAxis bottom = new(Edge.Bottom);
    private readonly EdgeAxis top = new(Edge.Top);
    private bool square;

    internal AxisManager(Plot plot) => this.plot = plot;

    public Panels.TitlePanel Title { get; } = new();

    public IXAxis Top => top;

    public IXAxis Bottom => bottom;

    public IYAxis Left => left;

    public IYAxis Right => right;

    /// <summary>Innermost first.</summary>
    internal List<IPanel> Panels { get; } = [];

    internal IEnumerable<IPanel> AllPanels => [left, right, bottom, top, .. Panels, Title];

    public void SetLimitsX(double left, double right) => (bottom.Min, bottom.Max) = (left, right);

    public void SetLimitsY(double bottom, double top) => (left.Min, left.Max) = (bottom, top);

    public void SetLimits(double left, double right, double bottom, double top)
    {
        SetLimitsX(left, right);
        SetLimitsY(bottom, top);
    }

    public AxisLimits GetLimits() => new(bottom.Min, bottom.Max, left.Min, left.Max);

    /// <summary>From the next drawing on, a unit is as long in x as in y: the axis with room to spare shows more.</summary>
    public void SquareUnits() => square = true;

    internal double X(double value, Box data) => bottom.Pixel(value, data);

    internal double Y(double value, Box data) => left.Pixel(value, data);

    /// <summary>Gives axes without limits those of the data, with margins.</summary>
    internal void EnsureLimits()
    {
        var limits = plot.PlottableList.Select(plottable => plottable.GetAxisLimits()).ToList();
        var all = AxisLimits.Around(limits.SelectMany(limit => new[] { limit.Left, limit.Right }), limits.SelectMany(limit => new[] { limit.Bottom, limit.Top }));
        Ensure(bottom, all.Left, all.Right, MarginX);
        Ensure(left, all.Bottom, all.Top, MarginY);
        (top.Min, top.Max) = (bottom.Min, bottom.Max);
        (right.Min, right.Max) = (left.Min, left.Max);
    }

    internal void ApplyRules(Box data)
    {
        if (!square)
            return;
        var unit = Math.Max((bottom.Max - bottom.Min) / data.Width, (left.Max - left.Min) / data.Height);
        Widen(bottom, unit * data.Width);
        Widen(left, unit * data.Height);
    }

    private static void Ensure(EdgeAxis axis, double min, double max, double margin)
    {
        if (!double.IsFinite(axis.Min) || !double.IsFinite(axis.Max))
            (axis.Min, axis.Max) = double.IsNaN(min) ? (-10, 10) : (min - (max - min) * margin / 2, max + (max - min) * margin / 2);
        if (axis.Min == axis.Max)
            Widen(axis, Math.Max(2, Math.Abs(axis.Min) * 1e-6));
    }

    private static void Widen(EdgeAxis axis, double range)
    {
        var center = (axis.Min + axis.Max) / 2;
        (axis.Min, axis.Max) = (center - range / 2, center + range / 2);
    }
}
