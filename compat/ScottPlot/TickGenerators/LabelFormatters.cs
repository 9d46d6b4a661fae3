namespace ScottPlot.TickGenerators;

public class LabelFormatters
{
    /// <summary>Round and large numbers with separators of thousands, others as they are, in the current culture.</summary>
    public static string Numeric(double value)
    {
        if ((int)value == value || Math.Abs(value) > 1000)
            return value.ToString("N0");
        var label = Math.Round(value, 10).ToString("G");
        return label == "-0" ? "0" : label;
    }
}
