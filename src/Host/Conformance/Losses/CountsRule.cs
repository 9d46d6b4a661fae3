namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class CountsRule() : BatchRule("counts", "Active terms are at least 0 and at most all terms.")
{
    protected override IReadOnlyList<SmallBatch> Batches { get; } = [.. TrialBatches.Usual, .. TrialBatches.Bare, .. TrialBatches.Coinciding];

    protected override string What => $"{Batches.Count} batches";

    protected override string? Problem(LossProbe probe, SmallBatch batch) =>
        probe.Compute(batch) is var said && !(said.Active >= 0 && said.Active <= said.Terms) ? $"{said.Active} of {said.Terms} terms are active" : null;
}
