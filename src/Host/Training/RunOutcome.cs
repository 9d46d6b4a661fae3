using MetricPlugins.Core;
using MetricPlugins.Host.Results;

namespace MetricPlugins.Host.Training;

/// <summary>How a run came out.</summary>
/// <param name="Run">Which run.</param>
/// <param name="Status">Complete, failed or interrupted.</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="Figures">There when the run is complete.</param>
/// <param name="Reused">It was complete before.</param>
/// <param name="Error">There when it failed.</param>
internal sealed record RunOutcome(RunIdentity Run, RunStatus Status, string Folder, RunFigures? Figures, bool Reused, string? Error)
{
    /// <summary>What to say of a run whose active ratio is null.</summary>
    public const string NoTerms = "No batch held a term: the loss never looked at anything. Larger batches hold more pairs.";
}
