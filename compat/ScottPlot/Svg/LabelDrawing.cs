namespace ScottPlot.Svg;

internal static class LabelDrawing
{
    // Parts of the font size: from the top of a line to its baseline, and from the middle of a line of digits or capitals to its baseline.
    private const double Ascent = 0.93;
    private const double HalfCapital = 0.36;

    /// <summary>Text whose box has the point at its <see cref="LabelStyle.Alignment"/>, turned about that point.</summary>
    public static void Label(this SvgWriter svg, string text, double x, double y, LabelStyle style)
    {
        if (!style.IsVisible || string.IsNullOrWhiteSpace(text))
            return;

        var lines = TextSize.Lines(text);
        var step = TextSize.LineHeight * style.FontSize;
        var first = style.Alignment.Vertical() switch
        {
            < 0 => Ascent * style.FontSize,
            0 => HalfCapital * style.FontSize - step * (lines.Length - 1) / 2,
            _ => Ascent * style.FontSize - step * lines.Length,
        };
        var anchor = style.Alignment.Horizontal() switch { < 0 => "start", 0 => "middle", _ => "end" };
        var (sin, cos) = Math.SinCos(style.Rotation * Math.PI / 180);
        for (var i = 0; i < lines.Length; i++)
        {
            var down = first + step * i;
            svg.Text(lines[i], x - sin * down, y + cos * down, anchor, style, style.Rotation);
        }
    }
}
