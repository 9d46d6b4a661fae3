namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class LossSeedRule() : BatchRule("seed", "The same seed gives the same values: every draw is from the generator that the loss is given.")
{
    private static readonly long[] OtherStates = [1, 2, 3];

    public override bool IsBasic => true;

    protected override IReadOnlyList<SmallBatch> Batches => TrialBatches.Usual;

    protected override string What => $"{Batches.Count} batches, again and again with one seed and with {OtherStates.Length + 1} states of the default generator";

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        var here = probe.Compute(batch);
        return here.DrewElsewhere
            ? "it draws from the default generator, or seeds it: LossContext has the one to draw from"
            : OtherStates.Select(state => here.DifferenceTo(probe.Compute(batch, ambient: state), 1e-12)).OfType<string>().FirstOrDefault();
    }
}
