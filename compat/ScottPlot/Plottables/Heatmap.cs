using ScottPlot.Svg;

namespace ScottPlot.Plottables;

/// <summary>A cell a value, [rows × columns], the first row on top. Cell (r, c) is centred at x = c, y = rows − 1 − r. NaN shows nothing.</summary>
public class Heatmap(double[,] intensities) : IPlottable, IHasColorAxis
{
    private const int Levels = 255;
    private const int LeastPixels = 400;

    public double[,] Intensities { get; set; } = intensities;

    public IColormap Colormap { get; set; } = new Colormaps.Viridis();

    public IEnumerable<LegendItem> LegendItems => [];

    /// <summary>What the colours span; as long as it is null, from the least value to the greatest.</summary>
    public Range? ManualRange { get; set; }

    private int Rows => Intensities.GetLength(0);

    private int Columns => Intensities.GetLength(1);

    public AxisLimits GetAxisLimits() => new(-0.5, Columns - 0.5, -0.5, Rows - 0.5);

    public Range GetRange() => ManualRange ?? DataRange();

    void IPlottable.Render(SvgWriter svg, DataArea area)
    {
        if (Intensities.Length == 0)
            return;
        // Several pixels a cell, since viewers blur what they enlarge.
        var scale = (LeastPixels + Math.Max(Rows, Columns) - 1) / Math.Max(Rows, Columns);
        var range = GetRange();
        var pixels = new byte[Rows * scale * Columns * scale];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = Level(Intensities[i / (Columns * scale) / scale, i % (Columns * scale) / scale], range);

        Color[] colors = [Colors.Transparent, .. Enumerable.Range(0, Levels).Select(level => Colormap.GetColor((double)level / (Levels - 1)))];
        var (left, top) = (area.X(-0.5), area.Y(Rows - 0.5));
        svg.Image(new(left, top, area.X(Columns - 0.5) - left, area.Y(-0.5) - top), Svg.Png.Write(pixels, Columns * scale, colors));
    }

    private Range DataRange()
    {
        var finite = Intensities.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        return finite.Min() < finite.Max() ? new(finite.Min(), finite.Max()) : new(finite.Min() - 0.5, finite.Max() + 0.5);
    }

    private static byte Level(double value, Range range) =>
        double.IsNaN(value) ? (byte)0 : (byte)(1 + Math.Clamp(Math.Round((value - range.Min) / (range.Max - range.Min) * (Levels - 1)), 0, Levels - 1));
}
