using ScottPlot.DataSources;
using ScottPlot.Plottables;

namespace ScottPlot;

public class PlottableAdder
{
    private readonly Plot plot;

    internal PlottableAdder(Plot plot) => this.plot = plot;

    public BarPlot Bars(Bar[] bars) => Added(new BarPlot([.. bars]));

    public Panels.ColorBar ColorBar(IHasColorAxis source, Edge edge = Edge.Right)
    {
        if (edge != Edge.Right)
            throw new NotSupportedException($"compat/ScottPlot draws colour bars on the right only, got {edge}.");
        var bar = new Panels.ColorBar(source);
        plot.Axes.Panels.Add(bar);
        return bar;
    }

    public ErrorBar ErrorBar(IReadOnlyList<double> xs, IReadOnlyList<double> ys, IReadOnlyList<double> yErrors) =>
        Added(new ErrorBar(xs, ys, yErrors) { Color = NextColor() });

    public FillY FillY(double[] xs, double[] ys1, double[] ys2) => Added(new FillY(xs, ys1, ys2) { FillColor = NextColor() });

    public Heatmap Heatmap(double[,] intensities) => Added(new Heatmap(intensities));

    public Plottables.Markers Markers(
        double[] xs, double[] ys, MarkerShape shape = MarkerShape.FilledCircle, float size = 10, Color? color = null) =>
        Added(new Plottables.Markers(new ScatterSourceDoubleArray(xs, ys)) { MarkerShape = shape, MarkerSize = size, Color = color ?? NextColor() });

    public Scatter Scatter(double[] xs, double[] ys, Color? color = null) =>
        Added(new Scatter(new ScatterSourceDoubleArray(xs, ys)) { Color = color ?? NextColor() });

    public Scatter ScatterLine(double[] xs, double[] ys, Color? color = null)
    {
        var scatter = Scatter(xs, ys, color);
        scatter.MarkerSize = 0;
        return scatter;
    }

    public Text Text(string text, double x, double y) => Added(new Text { LabelText = text, Location = new(x, y) });

    private Color NextColor() => Palettes.Category10.GetColor(plot.PlottableList.Count);

    private T Added<T>(T plottable)
        where T : IPlottable
    {
        plot.PlottableList.Add(plottable);
        return plottable;
    }
}
