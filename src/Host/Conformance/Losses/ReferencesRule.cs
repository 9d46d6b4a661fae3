namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class ReferencesRule() : BatchRule(
    "references", "References that repeat the batch change nothing, nor does the order of a memory's classes; a memory gives positives and negatives to a batch that has none.")
{
    private const double Tolerance = 1e-9;

    protected override IReadOnlyList<SmallBatch> Batches { get; } = [.. TrialBatches.Usual, .. TrialBatches.Remembering, TrialBatches.Dependent];

    protected override string What => $"{TrialBatches.Usual.Count} batches beside a copy of themselves, {TrialBatches.Remembering.Count + 1} beside a memory in two orders";

    protected override Finding Try(Subject subject) => subject.Plugin.IsPairLoss ? base.Try(subject) : Finding.Skipped("no PairLoss: its references are always the batch itself");

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        var here = probe.Compute(batch);
        if (batch.Remembered == 0)
            return here.DifferenceTo(probe.Compute(batch, copied: true), Tolerance) is { } copied ? $"beside a copy of the batch {copied}" : null;

        // A loss may choose by a sample's place within its class: the memory's classes come in another order, each in its own.
        var memory = Enumerable.Range(batch.Size, batch.Remembered).OrderByDescending(i => batch.Labels[i]);
        var turned = batch.InOrder(Enumerable.Range(0, batch.Size).Concat(memory));
        return !here.IsFinite ? $"beside a memory the value is {here.Value}, its gradient {(here.Gradient.All(double.IsFinite) ? "finite" : "not finite")}"
            : IsDependent(batch) && here.DifferenceTo(probe.Compute(batch.Alone()), Tolerance) is null ? "a memory that has all positives and negatives changes nothing"
            : here.Drew ? null
            : here.DifferenceTo(probe.Compute(turned), Tolerance) is { } difference ? $"with the memory turned round {difference}"
            : null;
    }

    /// <summary>Whether every sample has a positive and a negative in the memory, and no positive in the batch.</summary>
    private static bool IsDependent(SmallBatch batch)
    {
        var (own, memory) = (batch.Labels[..batch.Size], batch.Labels[batch.Size..]);
        return own.Distinct().Count() == own.Length && own.All(label => label >= 0 && memory.Contains(label) && memory.Any(other => other != label));
    }
}
