using MetricPlugins.Core;
using MetricPlugins.Host.Scripting;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies;

/// <summary>Writes study.json before the first run and again after the last one.</summary>
internal sealed class StudyJournal
{
    private readonly string folder;
    private readonly StudyManifest manifest;

    public StudyJournal(string folder, StudyPlan plan, Script script, StudyOptions options, torch.Device device)
    {
        this.folder = folder;
        manifest = new StudyManifest
        {
            Study = plan.Study.Name,
            Status = RunStatus.Running,
            Started = DateTime.UtcNow,
            // The plan lists the baseline first, with the options of its preset.
            Baseline = plan.Study.Baseline is null ? null : plan.Planned.Losses.Head.ToString(),
            Training = Settings.ToJson(plan.Study.Training),
            Overrides = options.Overrides,
            Warnings = plan.Planned.Warnings,
            Runs = [.. plan.Cells.Select(c => Planned(c.Cell, c.Config, options.Output))],
            Device = device.ToString(),
            Threads = torch.get_num_threads(),
            Versions = Versions.All(),
            ScriptPath = script.FullPath,
            Script = script.Text,
        };
        Manifest.PublishStudy(folder, manifest);
    }

    /// <summary>Writes the outcome of the study.</summary>
    public void End(StudyOutcome outcome)
    {
        var results = outcome.Runs.ToDictionary(run => Path.GetRelativePath(folder, run.Folder));
        foreach (var run in manifest.Runs)
        {
            if (results.TryGetValue(run.Folder, out var result))
                (run.Status, run.Error) = (result.Status, result.Error?.Value);
        }

        (manifest.Status, manifest.Finished, manifest.Searches) = (outcome.Status, DateTime.UtcNow, StudyReport.Searches(outcome));
        Manifest.PublishStudy(folder, manifest);
    }

    private PlannedRun Planned(Cell cell, RunConfig config, string output) => new()
    {
        Dataset = cell.Dataset.ToString(),
        Model = cell.Model.ToString(),
        Loss = cell.Loss.ToString(),
        Variant = config.Identity.Variant,
        Seed = cell.Seed,
        ConfigHash = config.Hash,
        Folder = Path.GetRelativePath(folder, Path.GetFullPath(RunFiles.Folder(output, config.Identity))),
    };
}
