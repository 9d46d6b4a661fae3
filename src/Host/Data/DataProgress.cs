namespace MetricPlugins.Host.Data;

/// <summary>How far the work on one file is.</summary>
/// <param name="Doing">What is done with which file.</param>
/// <param name="Done">Bytes.</param>
/// <param name="Total">Bytes; null when nobody knows.</param>
internal readonly record struct DataProgress(string Doing, long Done, long? Total);
