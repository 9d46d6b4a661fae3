namespace ScottPlot;

public interface ITickGenerator
{
    /// <summary>Those of the last drawing.</summary>
    Tick[] Ticks { get; set; }

    /// <summary>Ticks for the range from <paramref name="min"/> to <paramref name="max"/>, drawn over so many pixels.</summary>
    internal void Regenerate(double min, double max, double pixels, Edge edge, LabelStyle style);
}
