namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class ReferencesRule() : BatchRule(
    "references", "References that repeat the batch change nothing; the order of a memory's classes changes nothing; a loss may leave a memory aside.")
{
    private const double Tolerance = 1e-9;

    protected override IReadOnlyList<SmallBatch> Batches { get; } = [.. TrialBatches.Usual, .. TrialBatches.Remembering];

    protected override string What => $"{TrialBatches.Usual.Count} batches beside a copy of themselves, {TrialBatches.Remembering.Count} beside a memory in two orders";

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        var here = probe.Compute(batch);
        if (batch.Remembered == 0)
            return here.DifferenceTo(probe.Compute(batch, copied: true), Tolerance) is { } copied ? $"beside a copy of the batch {copied}" : null;

        // A loss may choose by a sample's place within its class: the memory's classes come in another order, each in its own.
        var memory = Enumerable.Range(batch.Size, batch.Remembered).OrderByDescending(i => batch.Labels[i]);
        var turned = batch.InOrder(Enumerable.Range(0, batch.Size).Concat(memory));
        return !here.IsFinite ? $"beside a memory the value is {here.Value}, its gradient {(here.Gradient.All(double.IsFinite) ? "finite" : "not finite")}"
            : here.Drew ? null
            : here.DifferenceTo(probe.Compute(turned), Tolerance) is { } difference ? $"with the memory turned round {difference}"
            : null;
    }
}
