using MetricPlugins;

[Plugin("foreign", Summary = "Holds a tensor of another TorchSharp.")]
public sealed class Foreign : Dataset
{
    public Tensor Held { get; } = new();

    public override IReadOnlyList<string> Classes => [];

    public override Samples Load(Split split) => throw new NotSupportedException();
}
