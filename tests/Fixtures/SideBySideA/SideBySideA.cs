using MetricPlugins;

[Plugin("one-layer", Summary = "As wide as its library's version says.")]
public sealed class OneLayer(ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layer = Linear(context.InputShape[0], 8 * Weight.Value);

    public override int EmbeddingSize => 8 * Weight.Value;

    protected override Tensor Head(Tensor features) => layer.call(features);
}
