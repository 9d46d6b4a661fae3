using MetricPlugins;

[Plugin("foreign", Summary = "Holds a tensor of another stack.")]
public sealed class Foreign : MetricLoss
{
    public Tensor Held { get; } = new();

    public override LossResult Compute(Batch batch) => throw new NotSupportedException();
}
