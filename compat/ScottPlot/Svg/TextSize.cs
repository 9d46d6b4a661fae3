namespace ScottPlot.Svg;

/// <summary>How much room text takes, without a font at hand: widths of DejaVu Sans, about the widest of the usual sans-serif fonts, so that in
/// another font text leaves room rather than runs out of it.</summary>
internal static class TextSize
{
    /// <summary>Of a line, as a multiple of the font size.</summary>
    public const double LineHeight = 1.2;

    private const int BoldPercent = 110;
    private const int OtherWidth = 650;
    private const int WideWidth = 1000;

    /// <summary>From space to tilde, in thousandths of the font size.</summary>
    private static readonly int[] Ascii =
    [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636,
        636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
        603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635,
        634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
    ];

    /// <summary>Of the longest line, in pixels.</summary>
    public static double Width(string text, LabelStyle style) =>
        Lines(text).Max(line => line.EnumerateRunes().Sum(rune => Width(rune.Value))) * style.FontSize / 1000 * (style.Bold ? BoldPercent : 100) / 100;

    /// <summary>Of all lines, in pixels; 0 without text.</summary>
    public static double Height(string text, LabelStyle style) => text.Length == 0 ? 0 : Lines(text).Length * LineHeight * style.FontSize;

    public static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    private static int Width(int character) => character switch
    {
        >= ' ' and <= '~' => Ascii[character - ' '],
        // From Hangul and CJK on, letters fill a square.
        >= 0x1100 => WideWidth,
        _ => OtherWidth,
    };
}
