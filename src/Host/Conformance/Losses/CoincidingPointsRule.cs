using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class CoincidingPointsRule() : BatchRule("coinciding_points", "Where vectors coincide, value and gradient stay finite.")
{
    protected override IReadOnlyList<SmallBatch> Batches => TrialBatches.Coinciding;

    protected override string What => "all at one point, with two classes, a class alone, outliers; all but one; two opposite points; float32 and float64";

    protected override string? Problem(LossProbe probe, SmallBatch batch)
    {
        foreach (var type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64])
        {
            var said = probe.Compute(batch, type);
            if (!said.IsFinite)
                return double.IsFinite(said.Value) ? $"the gradient is not finite in {type}" : $"the value is {said.Value} in {type}";
        }

        return null;
    }
}
