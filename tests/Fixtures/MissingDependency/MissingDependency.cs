using MetricPlugins;

[Plugin("needy", Summary = "Needs a library, which needs another that nobody shipped.")]
public sealed class Needy : MetricLoss
{
    public override LossResult Compute(Batch batch) => LossResult.Of(Pairwise.Euclidean(batch) * Bridge.Weight, batch.Labels.numel(), TermAverage.All);
}
