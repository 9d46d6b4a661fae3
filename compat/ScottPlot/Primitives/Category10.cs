namespace ScottPlot.Palettes;

/// <summary>The colours plottables take when they are given none (D3, schemeCategory10).</summary>
internal static class Category10
{
    private static readonly string[] Hex =
        ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"];

    public static Color GetColor(int index) => Color.FromHex(Hex[index % Hex.Length]);
}
