namespace MetricPlugins.Host.Conformance.Losses;

/// <remarks>Batches without terms, and gradients that are not finite, are other rules'.</remarks>
internal sealed class ZeroRule() : BatchRule("zero", "A value of 0 has a gradient of 0.")
{
    private int zeros;

    protected override IReadOnlyList<SmallBatch> Batches { get; } = [.. TrialBatches.Coinciding, .. TrialBatches.Bare, .. TrialBatches.Usual];

    protected override string What => $"{Batches.Count} batches, {zeros} of value 0 with terms";

    protected override Finding Try(Subject subject)
    {
        zeros = 0;
        return base.Try(subject);
    }

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        var said = probe.Compute(batch);
        if (said.Value != 0 || said.Terms == 0 || !said.IsFinite)
            return null;
        zeros++;
        return said.HasGradient ? $"the value is 0, and the gradient's largest entry {said.Gradient.MaxBy(Math.Abs):G6}" : null;
    }
}
