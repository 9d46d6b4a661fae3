namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class LossSeedRule() : BatchRule("seed", "The same seed gives the same values: every draw is from the generator that the loss is given.")
{
    protected override IReadOnlyList<SmallBatch> Batches => TrialBatches.Usual;

    protected override string What => $"{Batches.Count} batches, each twice with one seed and with two states of the default generator";

    protected override string? Problem(LossProbe probe, SmallBatch batch) =>
        Enumerable.Range(1, 5).Select(ambient => probe.Compute(batch).DifferenceTo(probe.Compute(batch, ambient: ambient), 1e-12)).OfType<string>().FirstOrDefault();
}
