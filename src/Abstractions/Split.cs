namespace MetricPlugins;

/// <summary>A part of a dataset.</summary>
public enum Split
{
    /// <summary>What models are trained on.</summary>
    Train,

    /// <summary>What results are measured on; it never chooses anything.</summary>
    Test,
}
