using MetricPlugins;

[Plugin("contrastive", Summary = "Another loss than the product's of that name.")]
public sealed class Contrastive : MetricLoss
{
    public override LossResult Compute(Batch batch) => throw new NotSupportedException();
}
