namespace MetricPlugins;

/// <summary>A part of a dataset.</summary>
public enum Split
{
    /// <summary>The samples that models are trained on.</summary>
    Train,

    /// <summary>The samples that metrics are computed on; never used for model selection.</summary>
    Test,
}
