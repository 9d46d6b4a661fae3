using ScottPlot.Svg;

namespace ScottPlot;

public class Legend
{
    private const double SymbolWidth = 20;
    private const double SymbolToLabel = 5;
    private const double Between = 6;
    private const double Padding = 6;

    private readonly Plot plot;

    internal Legend(Plot plot) => this.plot = plot;

    public Orientation Orientation { get; set; } = Orientation.Vertical;

    /// <summary>For all items, when it is set.</summary>
    public float? FontSize { get; set; }

    public Color OutlineColor { get; set; } = Colors.Black;

    public Color ShadowColor { get; set; } = Colors.Black.WithAlpha(0.2);

    /// <summary>An item for each plottable that has a legend text.</summary>
    public LegendItem[] GetItems()
    {
        LegendItem[] items = [.. plot.PlottableList.SelectMany(plottable => plottable.LegendItems).Where(item => item.LabelText.Length > 0)];
        foreach (var item in items)
            item.LabelFontSize = FontSize ?? item.LabelFontSize;
        return items;
    }

    internal (double Width, double Height) Measure()
    {
        var items = GetItems();
        if (items.Length == 0)
            return (0, 0);
        return Orientation == Orientation.Vertical
            ? (items.Max(Width) + 2 * Padding, items.Sum(Height) + 2 * Padding)
            : (items.Sum(Width) + Between * (items.Length - 1) + 2 * Padding, items.Max(Height) + 2 * Padding);
    }

    internal void Render(SvgWriter svg, Box box)
    {
        const double Shadow = 3;
        var items = GetItems();
        if (items.Length == 0)
            return;
        if (ShadowColor.Alpha > 0)
            svg.Rectangle(box with { Left = box.Left + Shadow, Top = box.Top + Shadow }, ShadowColor);
        svg.Rectangle(box, Colors.White);
        if (OutlineColor.Alpha > 0)
            svg.Outline(box, new() { Width = 1, Color = OutlineColor });

        var (x, y) = (box.Left + Padding, box.Top + Padding);
        foreach (var item in items)
        {
            RenderItem(svg, item, x, y + Height(item) / 2);
            if (Orientation == Orientation.Vertical)
                y += Height(item);
            else
                x += Width(item) + Between;
        }
    }

    private static void RenderItem(SvgWriter svg, LegendItem item, double x, double middle)
    {
        if (item.FillColor.Alpha > 0)
            svg.Rectangle(new(x, middle - 5, SymbolWidth, 10), item.FillColor);
        svg.Line(x, middle, x + SymbolWidth, middle, new() { Width = item.LineWidth, Color = item.LineColor, Pattern = item.LinePattern });
        svg.Markers([(x + SymbolWidth / 2, middle)], item.MarkerShape, item.MarkerSize, item.MarkerColor);
        svg.Label(item.LabelText, x + SymbolWidth + SymbolToLabel, middle, item.LabelStyle);
    }

    private static double Width(LegendItem item) => SymbolWidth + SymbolToLabel + TextSize.Width(item.LabelText, item.LabelStyle);

    private static double Height(LegendItem item) => TextSize.Height(item.LabelText, item.LabelStyle) + Between;
}
