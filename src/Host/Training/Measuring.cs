using MetricPlugins.Core;

namespace MetricPlugins.Host.Training;

/// <summary>Measures the splits of a run, given the names of the classes by label.</summary>
/// <param name="classNames">Class names by label.</param>
/// <param name="splits">The splits; those without samples are skipped.</param>
/// <param name="report">Receives the progress, from any thread.</param>
/// <param name="cancellation">Stops the measurement within about a second.</param>
internal delegate RunAnalysis Analyse(
    string[] classNames, SplitEmbeddings[] splits, Action<MeasuringProgress> report, CancellationToken cancellation);

/// <summary>The second stage of a run: computes the metrics of its stored embeddings. It needs no plugins and no data, changes nothing
/// of the first stage, and can be repeated.</summary>
internal static class Measuring
{
    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>The distinct folders with embeddings among these folders and their subfolders.</summary>
    /// <exception cref="InvalidInputException">A folder does not exist or contains no embeddings.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> folders) => [.. folders.SelectMany(FindBelow).Distinct()];

    /// <summary>Measures the run in a folder.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="report">Receives the progress, from any thread.</param>
    /// <param name="cancellation">Stops the measurement and leaves the files unchanged.</param>
    /// <exception cref="InvalidInputException">The run is not fully trained, or another process has locked its folder.</exception>
    /// <exception cref="InvalidDataException">The embeddings cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before all was measured.</exception>
    public static (RunIdentity Run, RunAnalysis Analysis) Run(string path, Action<MeasuringProgress> report, CancellationToken cancellation)
    {
        using var folder = RunFolder.Hold(path);
        var status = Manifest.ReadRun(path)?.Value.Status;
        if (status is not (null or RunStatus.Trained or RunStatus.Complete))
            throw new InvalidInputException($"The run in {path} is not fully trained. Run its training command again.");
        var stored = RunFiles.ReadEmbeddingsAsync(folder.PathOf(RunFiles.Embeddings)).GetAwaiter().GetResult();
        return (stored.Run, Run(folder, stored, Analysis.Measure, report, cancellation));
    }

    /// <summary>Measures a run, writes the results and marks a trained run as complete.</summary>
    /// <param name="folder">The run's locked folder.</param>
    /// <param name="stored">The content of its embeddings file.</param>
    /// <param name="analyse">Measures its splits.</param>
    /// <param name="report">Receives the progress, from any thread.</param>
    /// <param name="cancellation">Stops the measurement and leaves the files unchanged.</param>
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

    /// <summary>Records in a trained run's folder why it could not be measured.</summary>
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
