namespace MetricPlugins;

/// <summary>What the host passes to a dataset's constructor. A dataset whose constructor does not take it needs no files, and the host
/// rejects a data folder for it.</summary>
/// <param name="DataFolder">The folder or file that the user named for the dataset; null if none was named.</param>
public sealed record DatasetContext(string? DataFolder);
