namespace MetricPlugins;

/// <summary>The divisor of the sum of a loss's terms.</summary>
public enum TermAverage
{
    /// <summary>The number of all terms.</summary>
    All,

    /// <summary>The number of active terms, those with a non-zero gradient.</summary>
    Active,
}
