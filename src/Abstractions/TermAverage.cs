namespace MetricPlugins;

/// <summary>What a loss divides the sum of its terms by.</summary>
public enum TermAverage
{
    /// <summary>The number of all terms.</summary>
    All,

    /// <summary>The number of active terms: those that still have a gradient.</summary>
    Active,
}
