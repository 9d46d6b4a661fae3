using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class BareBatchRule() : BatchRule("bare_batches", "Where a batch lacks something, value and gradient stay finite; without any term both are 0.")
{
    protected override IReadOnlyList<SmallBatch> Batches => TrialBatches.Bare;

    protected override string What => "no positives, no negatives, one sample, one outlier, outliers only, one sample among outliers; float32 and float64";

    protected override string? Problem(LossProbe probe, SmallBatch batch) =>
        Problem(probe.Compute(batch, ScalarType.Float32)) ?? Problem(probe.Compute(batch));

    private static string? Problem(LossOutcome said) =>
        !double.IsFinite(said.Value) ? $"the value is {said.Value}"
        : !said.IsFinite ? "the gradient is not finite"
        : said.Terms == 0 && (said.Value != 0 || said.HasGradient) ? $"there is no term, but the value is {said.Value:G6}{(said.HasGradient ? " with a gradient" : "")}"
        : null;
}
