namespace MetricPlugins.Host.Conformance.Losses;

/// <remarks>Batches without terms are another rule's.</remarks>
internal sealed class ZeroRule() : BatchRule("zero", "A value of 0 has a gradient of 0.")
{
    private int zeros;

    protected override IReadOnlyList<SmallBatch> Batches { get; } = [.. Losses.Batches.Coinciding, .. Losses.Batches.Bare, .. Losses.Batches.Usual];

    protected override string What => $"{Batches.Count} batches, {zeros} of value 0 with terms";

    protected override Finding Try(Subject subject)
    {
        zeros = 0;
        return base.Try(subject);
    }

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        var said = probe.Compute(batch);
        if (said.Value != 0 || said.Terms == 0)
            return null;
        zeros++;
        return said.HasGradient ? $"the value is 0, and the gradient's largest entry {said.Gradient.MaxBy(Math.Abs):G6}" : null;
    }
}
