using MetricPlugins;

[Plugin("weighted", Summary = "Its value is the library's version.")]
public sealed class Weighted : MetricLoss
{
    public override LossResult Compute(Batch batch) =>
        LossResult.Of(batch.Embeddings.square().sum(1) * Weight.Value, batch.Labels.numel(), TermAverage.All);
}
