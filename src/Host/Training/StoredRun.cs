using MetricPlugins.Core;

namespace MetricPlugins.Host.Training;

/// <summary>Status of a stored run.</summary>
internal enum StoredRunStatus
{
    Complete,

    /// <summary>Trained but not measured yet.</summary>
    Trained,
    Failed,
    Interrupted,
    Running,

    /// <summary>Recorded as running, but no process has its folder locked.</summary>
    Killed,

    /// <summary>Its manifest or figures cannot be read, or files are missing or changed.</summary>
    Broken,
}

/// <summary>A run, read from its folder.</summary>
internal sealed record StoredRun(string Folder, string Study, string Dataset, string Model, string Loss, string Variant, string Seed)
{
    public StoredRunStatus Status { get; private init; }

    /// <summary>Completed epochs.</summary>
    public int? Epochs { get; private init; }

    /// <summary>Mean loss of the last epoch of a complete run.</summary>
    public double? FinalLoss { get; private init; }

    public DateTime? Started { get; private init; }

    /// <summary>Why the run failed or is broken.</summary>
    public string? Error { get; private init; }

    /// <summary>All runs of a study, or of all studies, in the order of their folders.</summary>
    /// <exception cref="InvalidInputException">The folder does not exist.</exception>
    public static IReadOnlyList<StoredRun> Find(string output, string? study)
    {
        var root = Path.GetFullPath(study is null ? output : Path.Combine(output, study));
        if (!Directory.Exists(root))
        {
            var studies = Directory.Exists(output) ? Directory.GetDirectories(output).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList() : [];
            throw new InvalidInputException(studies.Count == 0
                ? $"No results in {Path.GetFullPath(output)}. Name the results folder: --out DIR."
                : $"No study named {study} in {Path.GetFullPath(output)}. Known: {string.Join(", ", studies)}.");
        }

        var deep = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return [.. Directory.EnumerateFiles(root, Manifest.Run, deep).Select(file => Path.GetDirectoryName(file)!)
            .OrderBy(Path.GetDirectoryName, StringComparer.Ordinal).ThenBy(folder => folder.Length).ThenBy(folder => folder, StringComparer.Ordinal)
            .Select(folder => Read(Path.GetFullPath(output), folder))];
    }

    private static StoredRun Read(string output, string folder)
    {
        // The folder names identify the run even if its manifest is damaged.
        string[] names = [.. Path.GetRelativePath(output, folder).Split(Path.DirectorySeparatorChar), "", "", "", "", "", ""];
        var run = new StoredRun(folder, names[0], names[1], names[2], names[3], names[4], names[5].Replace("seed-", "", StringComparison.Ordinal));
        try
        {
            var manifest = Manifest.ReadRun(folder)!.Value;
            run = run with { Epochs = manifest.Epochs, Started = manifest.Started, Error = manifest.Error, Status = StatusOf(manifest, folder) };
            if (run.Status != StoredRunStatus.Complete)
                return run;
            return RunFolder.Damage(folder, manifest.Files) is { } damage
                ? run with { Status = StoredRunStatus.Broken, Error = $"{damage}." }
                : run with { FinalLoss = RunFiles.ReadFiguresAsync(Path.Combine(folder, RunFiles.Run)).GetAwaiter().GetResult().FinalLoss };
        }
        catch (Exception e)
        {
            // Reading a damaged folder may throw any exception; the other runs are still listed.
            return run with { Status = StoredRunStatus.Broken, Error = e.Message };
        }
    }

    private static StoredRunStatus StatusOf(RunManifest manifest, string folder) => manifest.Status switch
    {
        RunStatus.Complete => StoredRunStatus.Complete,
        RunStatus.Trained when !FolderLock.IsTaken(folder) => StoredRunStatus.Trained,
        RunStatus.Failed => StoredRunStatus.Failed,
        RunStatus.Interrupted => StoredRunStatus.Interrupted,
        _ => FolderLock.IsTaken(folder) ? StoredRunStatus.Running : StoredRunStatus.Killed,
    };
}
