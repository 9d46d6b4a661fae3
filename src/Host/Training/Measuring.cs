using MetricPlugins.Core;

namespace MetricPlugins.Host.Training;

/// <summary>Measures the splits of a run, given the names of the classes by label.</summary>
/// <param name="classNames">By label.</param>
/// <param name="splits">Those that have samples are measured.</param>
/// <param name="report">Told what is being measured, from any thread.</param>
/// <param name="cancellation">Ends it within about a second.</param>
internal delegate RunAnalysis Analyse(
    string[] classNames, SplitEmbeddings[] splits, Action<MeasuringProgress> report, CancellationToken cancellation);

/// <summary>The second stage of a run: from its stored embeddings to all that is measured of them. It needs neither plugins nor data, changes nothing
/// of the first stage, and can be repeated.</summary>
internal static class Measuring
{
    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>Every folder at or below these that holds embeddings, each once.</summary>
    /// <exception cref="InvalidInputException">One of them is not there, or holds none.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> folders) => [.. folders.SelectMany(FindBelow).Distinct()];

    /// <summary>Measures the run in a folder.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="report">Told what is being measured, from any thread.</param>
    /// <param name="cancellation">Ends it; the files are then as they were.</param>
    /// <exception cref="InvalidInputException">The run is not trained to its end, or another process holds its folder.</exception>
    /// <exception cref="InvalidDataException">The embeddings cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before all was measured.</exception>
    public static (RunIdentity Run, RunAnalysis Analysis) Run(string path, Action<MeasuringProgress> report, CancellationToken cancellation)
    {
        using var folder = RunFolder.Hold(path);
        var status = Manifest.ReadRun(path)?.Value.Status;
        if (status is not (null or RunStatus.Trained or RunStatus.Complete))
            throw new InvalidInputException($"The run in {path} is not fully trained. Run its training command again to continue it.");
        var stored = RunFiles.ReadEmbeddingsAsync(folder.PathOf(RunFiles.Embeddings)).GetAwaiter().GetResult();
        return (stored.Run, Run(folder, stored, Analysis.Measure, report, cancellation));
    }

    /// <summary>Writes all that is measured of a run, and makes it complete where it was trained.</summary>
    /// <param name="folder">The run's folder, held.</param>
    /// <param name="stored">What its file of embeddings holds.</param>
    /// <param name="analyse">Measures its splits.</param>
    /// <param name="report">Told what is being measured, from any thread.</param>
    /// <param name="cancellation">Ends it; the files are then as they were.</param>
    public static RunAnalysis Run(
        RunFolder folder, StoredEmbeddings stored, Analyse analyse, Action<MeasuringProgress> report, CancellationToken cancellation)
    {
        var analysis = analyse(stored.ClassNames, stored.Splits, report, cancellation);
        cancellation.ThrowIfCancellationRequested();
        AnalysisFiles.WriteAsync(folder.FullPath, stored.Run, analysis).GetAwaiter().GetResult();
        if (Manifest.ReadRun(folder.FullPath)?.Value is not { } manifest)
            return analysis;

        if (manifest.Status == RunStatus.Trained)
        {
            RunFiles.CompleteRunAsync(folder.FullPath, ValidationRecall(stored)).GetAwaiter().GetResult();
            folder.ClearCheckpoint();
            (manifest.Status, manifest.Error) = (RunStatus.Complete, null);
            (manifest.Heartbeat, manifest.Finished) = (DateTime.UtcNow, DateTime.UtcNow);
        }

        manifest.Files = folder.Files();
        Manifest.PublishRun(folder.FullPath, manifest);
        return analysis;
    }

    /// <summary>Says in a trained run's folder why it could not be measured.</summary>
    public static void Fail(RunFolder folder, string error)
    {
        if (Manifest.ReadRun(folder.FullPath)?.Value is not { } manifest)
            return;
        manifest.Error = error;
        Manifest.PublishRun(folder.FullPath, manifest);
    }

    private static double? ValidationRecall(StoredEmbeddings stored) =>
        stored.Splits.FirstOrDefault(split => split.Split == "validation" && split.Labels.Length > 0) is { } validation
            ? Retrieval.RecallAt([1], new LabelledRows(validation.Labels, validation.Embeddings, validation.EmbeddingSize))[0]
            : null;

    private static string[] FindBelow(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidInputException($"The folder of runs to analyse does not exist: {Path.GetFullPath(folder)}.");
        var found = Directory.EnumerateFiles(folder, RunFiles.Embeddings, Deep)
            .Select(file => Path.GetFullPath(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal).ToArray();
        return found.Length > 0
            ? found
            : throw new InvalidInputException($"{Path.GetFullPath(folder)} and its subfolders contain no {RunFiles.Embeddings}: nothing to analyse. Train a run first.");
    }
}
