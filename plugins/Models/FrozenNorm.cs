using TorchSharp.Modules;

namespace MetricPlugins.Models;

/// <summary>Layer norm over the last dimension, with weights from a file.</summary>
internal sealed class FrozenNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly long size;
    private readonly double epsilon;

    public FrozenNorm(Checkpoint file, string name, long size, double epsilon) : base(nameof(FrozenNorm))
    {
        (this.size, this.epsilon) = (size, epsilon);
        weight = VisionTransformer.Frozen(file.Read(name + ".weight", size));
        bias = VisionTransformer.Frozen(file.Read(name + ".bias", size));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => functional.layer_norm(input, [size], weight, bias, epsilon);
}
