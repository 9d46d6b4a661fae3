using MetricPlugins.Core;

namespace MetricPlugins.Host.Results;

/// <summary>Measures embeddings that are stored, anew: from Parquet alone, without the plugins that made them.</summary>
internal static class StoredAnalysis
{
    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>Every folder at or below these that holds embeddings, each once.</summary>
    /// <exception cref="InvalidInputException">One of them is not there, or holds none.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> folders) => [.. folders.SelectMany(FindBelow).Distinct()];

    /// <summary>Writes the files of the analysis into a run's folder, and brings the manifest's list of files up to date.</summary>
    /// <exception cref="InvalidInputException">The run is not complete, or another process holds its folder.</exception>
    /// <param name="path">The run's folder.</param>
    /// <param name="report">Told how far it is, from any thread.</param>
    /// <param name="cancellation">Ends the measuring; the files are then as they were.</param>
    /// <exception cref="InvalidDataException">The embeddings cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before all was measured.</exception>
    public static (RunIdentity Run, RunAnalysis Analysis) Renew(
        string path, Action<MeasuringProgress> report, CancellationToken cancellation)
    {
        using var folder = RunFolder.Hold(path);
        var manifest = RunManifest.Read(path);
        if (manifest is { Status: not RunStatus.Complete })
            throw new InvalidInputException($"{path} holds a run that is not complete. Train it again, then analyse it.");

        var stored = RunFiles.ReadEmbeddingsAsync(folder.PathOf(RunFiles.Embeddings)).GetAwaiter().GetResult();
        var analysis = Analysis.Measure(stored.ClassNames, stored.Splits, report, cancellation);
        cancellation.ThrowIfCancellationRequested();
        AnalysisFiles.WriteAsync(path, stored.Run, analysis).GetAwaiter().GetResult();
        (manifest is null ? null : manifest with { Files = folder.Files() })?.Publish(path);
        return (stored.Run, analysis);
    }

    private static string[] FindBelow(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidInputException($"Runs to analyse lie in an existing folder; there is no {Path.GetFullPath(folder)}.");
        var found = Directory.EnumerateFiles(folder, RunFiles.Embeddings, Deep).Select(file => Path.GetFullPath(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal).ToArray();
        return found.Length > 0 ? found : throw new InvalidInputException($"There is no {RunFiles.Embeddings} at or below {Path.GetFullPath(folder)}: nothing to analyse. Train something first.");
    }
}
