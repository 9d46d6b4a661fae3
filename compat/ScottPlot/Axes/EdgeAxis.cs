using ScottPlot.Svg;
using ScottPlot.TickGenerators;

namespace ScottPlot;

/// <summary>The axis along one edge of the data area.</summary>
internal sealed class EdgeAxis(Edge edge) : IXAxis, IYAxis
{
    private const double MajorLength = 4;
    private const double MinorLength = 2;
    private const double TickToLabel = 4;
    private const double Padding = 6;
    // Half of a tick label of another axis may reach in here.
    private const double EmptySize = 16;

    private static readonly LineStyle TickStyle = new() { Width = 1 };

    public Edge Edge => edge;

    public double Min { get; set; } = double.NaN;

    public double Max { get; set; } = double.NaN;

    public ITickGenerator TickGenerator { get; set; } = edge is Edge.Left or Edge.Bottom ? new NumericAutomatic() : new NumericManual();

    public LabelStyle Label { get; } = new() { FontSize = 16, Bold = true };

    public LabelStyle TickLabelStyle { get; set; } = new();

    public LineStyle FrameLineStyle { get; } = new() { Width = 1 };

    private bool Vertical => edge is Edge.Left or Edge.Right;

    public void RegenerateTicks(Box data) =>
        TickGenerator.Regenerate(Math.Min(Min, Max), Math.Max(Min, Max), Vertical ? data.Height : data.Width, edge, TickLabelStyle);

    public double Pixel(double value, Box data) => Vertical
        ? data.Bottom - (value - Min) / (Max - Min) * data.Height
        : data.Left + (value - Min) / (Max - Min) * data.Width;

    public double Measure(Box data)
    {
        RegenerateTicks(data);
        var labels = Labels();
        return labels + Label.Text.Length switch { 0 => labels > 0 ? Padding : EmptySize, _ => TextSize.Height(Label.Text, Label) + 2 * Padding };
    }

    public void Render(SvgWriter svg, Box data, double offset, double size)
    {
        RegenerateTicks(data);
        RenderTicks(svg, data, offset);
        RenderFrame(svg, data, offset);
        RenderLabel(svg, data, offset + size - Padding);
    }

    /// <summary>Ticks and their labels, outwards.</summary>
    private double Labels() => TickGenerator.Ticks.Length == 0
        ? 0
        : MajorLength + TickToLabel + TickGenerator.Ticks.Max(tick =>
            Vertical ? TextSize.Width(tick.Label, TickLabelStyle) : TextSize.Height(tick.Label, TickLabelStyle));

    private void RenderTicks(SvgWriter svg, Box data, double offset)
    {
        TickLabelStyle.Alignment = edge switch
        {
            Edge.Left => Alignment.MiddleRight,
            Edge.Right => Alignment.MiddleLeft,
            Edge.Bottom => Alignment.UpperCenter,
            _ => Alignment.LowerCenter,
        };
        foreach (var tick in TickGenerator.Ticks)
        {
            var along = Pixel(tick.Position, data);
            var (x1, y1) = Place(data, along, offset);
            var (x2, y2) = Place(data, along, offset + (tick.IsMajor ? MajorLength : MinorLength));
            svg.Line(x1, y1, x2, y2, TickStyle);
            var (x, y) = Place(data, along, offset + MajorLength + TickToLabel);
            svg.Label(tick.Label, x, y, TickLabelStyle);
        }
    }

    private void RenderFrame(SvgWriter svg, Box data, double offset)
    {
        var (x1, y1) = Place(data, Vertical ? data.Top : data.Left, offset);
        var (x2, y2) = Place(data, Vertical ? data.Bottom : data.Right, offset);
        svg.Line(x1, y1, x2, y2, FrameLineStyle);
    }

    private void RenderLabel(SvgWriter svg, Box data, double outer)
    {
        var (x, y) = Place(data, Vertical ? data.CenterY : data.CenterX, outer);
        (Label.Alignment, Label.Rotation) = edge switch
        {
            Edge.Left => (Alignment.UpperCenter, -90),
            Edge.Right => (Alignment.UpperCenter, 90),
            Edge.Bottom => (Alignment.LowerCenter, 0),
            _ => (Alignment.UpperCenter, 0),
        };
        svg.Label(Label.Text, x, y, Label);
    }

    /// <summary>The point so far along the axis and so far outside the data area.</summary>
    private (double X, double Y) Place(Box data, double along, double outwards) => edge switch
    {
        Edge.Left => (data.Left - outwards, along),
        Edge.Right => (data.Right + outwards, along),
        Edge.Bottom => (along, data.Bottom + outwards),
        _ => (along, data.Top - outwards),
    };
}
