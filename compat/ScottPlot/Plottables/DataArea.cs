using ScottPlot.Svg;

namespace ScottPlot;

/// <summary>Where values lie on the canvas.</summary>
internal readonly record struct DataArea(AxisManager Axes, Box Box)
{
    public double X(double value) => Axes.X(value, Box);

    public double Y(double value) => Axes.Y(value, Box);

    public (double X, double Y) Pixel(Coordinates point) => (X(point.X), Y(point.Y));
}
