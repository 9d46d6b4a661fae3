namespace MetricPlugins;

/// <summary>What a dataset may build on. A dataset whose constructor does not take it needs no files, and the host refuses
/// a data folder for it.</summary>
/// <param name="DataFolder">The folder, or file, that the user named for the dataset; null when none was named.</param>
public sealed record DatasetContext(string? DataFolder);
