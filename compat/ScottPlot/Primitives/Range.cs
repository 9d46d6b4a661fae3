namespace ScottPlot;

/// <summary>From one finite value to another that is no smaller.</summary>
public readonly struct Range
{
    public double Min { get; }

    public double Max { get; }

    public Range(double min, double max)
    {
        if (!double.IsFinite(min) || !double.IsFinite(max) || min > max)
            throw new ArgumentException($"A range goes from a finite value to one that is no smaller; got {min} to {max}.");
        (Min, Max) = (min, max);
    }
}
