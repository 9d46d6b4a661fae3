using MetricPlugins.Core;
using MetricPlugins.Host.Results;
using MetricPlugins.Host.Scripting;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies;

/// <summary>Keeps study.json: written before the first run, and again when all have come out.</summary>
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
            // The plan puts it first, with the options of its preset.
            Baseline = plan.Study.Baseline is null ? null : plan.Planned.Losses.Head.ToString(),
            Training = plan.Cells[0].Config.Training.ToJson(),
            Overrides = options.Overrides,
            Warnings = plan.Planned.Warnings,
            Runs = [.. plan.Cells.Select(c => Planned(c.Cell, c.Config, options.Output))],
            Device = device.ToString(),
            Threads = torch.get_num_threads(),
            Versions = Versions.All(),
            ScriptPath = script.FullPath,
            Script = script.Text,
        };
        manifest.Publish(folder);
    }

    /// <summary>The study's last word.</summary>
    public void End(StudyOutcome outcome)
    {
        var came = outcome.Runs.ToDictionary(r => Path.GetRelativePath(folder, r.Outcome.Folder), r => r.Outcome);
        var done = manifest with
        {
            Status = outcome.Status,
            Finished = DateTime.UtcNow,
            Runs = [.. manifest.Runs.Select(run => came.TryGetValue(run.Folder, out var outcome) ? run with { Status = outcome.Status, Error = outcome.Error } : run)],
            Searches = StudyReport.Searches(outcome),
        };
        done.Publish(folder);
    }

    private PlannedRun Planned(Cell cell, RunConfig config, string output) => new(
        cell.Dataset.ToString(), cell.Model.ToString(), cell.Loss.ToString(), config.Identity.Variant, cell.Seed, config.Hash,
        Path.GetRelativePath(folder, Path.GetFullPath(RunFiles.Folder(output, config.Identity))));
}
