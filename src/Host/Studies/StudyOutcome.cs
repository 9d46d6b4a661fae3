using MetricPlugins.Core;
using MetricPlugins.Host.Results;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace MetricPlugins.Host.Studies;

/// <summary>What came of a study.</summary>
/// <param name="Plan">What was planned.</param>
/// <param name="Overrides">Settings that the command line replaced.</param>
/// <param name="Folder">The study's folder.</param>
/// <param name="Runs">Those that came out; fewer than planned when it was interrupted.</param>
internal sealed record StudyOutcome(StudyPlan Plan, IReadOnlyDictionary<string, string> Overrides, string Folder, IReadOnlyList<StudyRun> Runs)
{
    public RunStatus Status =>
        Runs.Count < Plan.Cells.Count || Runs.Any(r => r.Outcome.Status == RunStatus.Interrupted) ? RunStatus.Interrupted
        : Runs.Any(r => r.Outcome.Status == RunStatus.Failed) ? RunStatus.Failed
        : RunStatus.Complete;

    /// <summary>As the script sees it.</summary>
    public StudyResults Results => new(
        Plan.Planned, ListModule.OfSeq(Overrides.Select(o => Tuple.Create(o.Key, o.Value))), Folder, ListModule.OfSeq(Runs.Select(Result)));

    private static RunResult Result(StudyRun run) => new(
        run.Cell, run.Outcome.Run, run.Outcome.Folder, run.Outcome.Reused,
        run.Outcome.Figures ?? FSharpOption<RunFigures>.None, run.Outcome.Error ?? FSharpOption<string>.None);
}
