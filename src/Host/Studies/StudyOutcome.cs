using MetricPlugins.Core;
using Microsoft.FSharp.Collections;

namespace MetricPlugins.Host.Studies;

/// <summary>What came of a study.</summary>
/// <param name="Plan">What was planned.</param>
/// <param name="Overrides">Settings that the command line replaced.</param>
/// <param name="Folder">The study's folder.</param>
/// <param name="Runs">Those that came out; fewer than planned when it was interrupted.</param>
internal sealed record StudyOutcome(StudyPlan Plan, IReadOnlyDictionary<string, string> Overrides, string Folder, IReadOnlyList<RunResult> Runs)
{
    public RunStatus Status =>
        Runs.Count < Plan.Cells.Count || Runs.Any(run => run.Status == RunStatus.Interrupted) ? RunStatus.Interrupted
        : Runs.All(run => run.Status == RunStatus.Complete) ? RunStatus.Complete
        : RunStatus.Failed;

    /// <summary>As the script sees it.</summary>
    public StudyResults Results => new(
        Plan.Planned, ListModule.OfSeq(Overrides.Select(o => Tuple.Create(o.Key, o.Value))), Folder, ListModule.OfSeq(Runs));
}
