using System.Text;
using ScottPlot.Svg;

namespace ScottPlot;

public class Plot : IDisposable
{
    private readonly Grid grid = new();

    public Plot()
    {
        Axes = new(this);
        Add = new(this);
        Legend = new(this);
    }

    public List<IPlottable> PlottableList { get; } = [];

    public PlottableAdder Add { get; }

    public AxisManager Axes { get; }

    public Legend Legend { get; set; }

    public IEnumerable<T> GetPlottables<T>()
        where T : IPlottable => PlottableList.OfType<T>();

    public void HideGrid() => grid.IsVisible = false;

    /// <summary>A legend outside the data area, on this edge.</summary>
    public Panels.LegendPanel ShowLegend(Edge edge)
    {
        Legend.Orientation = edge is Edge.Left or Edge.Right ? Orientation.Vertical : Orientation.Horizontal;
        var panel = new Panels.LegendPanel(Legend, edge);
        Axes.Panels.Add(panel);
        return panel;
    }

    public void Title(string? text = null, float? size = null) => Label(Axes.Title.Label, text ?? string.Empty, size);

    public void XLabel(string label, float? size = null) => Label(Axes.Bottom.Label, label, size);

    public void YLabel(string label, float? size = null) => Label(Axes.Left.Label, label, size);

    /// <summary>The picture as SVG, in pixels.</summary>
    public string GetSvgXml(int width, int height)
    {
        Axes.EnsureLimits();
        var layout = Layout.Of(Axes, width, height);
        using var svg = new SvgWriter(width, height);
        svg.Rectangle(new(0, 0, width, height), Colors.White);
        grid.Render(svg, new(Axes, layout.Data));
        svg.BeginClip(layout.Data);
        foreach (var plottable in PlottableList)
            plottable.Render(svg, new(Axes, layout.Data));
        svg.EndClip();
        layout.RenderPanels(svg);
        return svg.Finish();
    }

    public SavedImageInfo SaveSvg(string filePath, int width, int height)
    {
        var bytes = Encoding.UTF8.GetBytes(GetSvgXml(width, height));
        File.WriteAllBytes(filePath, bytes);
        return new(filePath, bytes.Length);
    }

    public void Dispose()
    {
        PlottableList.Clear();
        GC.SuppressFinalize(this);
    }

    private static void Label(LabelStyle style, string text, float? size)
    {
        style.Text = text;
        style.FontSize = size ?? style.FontSize;
    }
}
