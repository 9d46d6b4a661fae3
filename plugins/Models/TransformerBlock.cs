using TorchSharp.Modules;

namespace MetricPlugins.Models;

/// <summary>Self-attention and an MLP, each preceded by a layer norm, with a residual connection.</summary>
internal sealed class TransformerBlock : Module<Tensor, Tensor>
{
    /// <summary>x·σ(kx) = silu(kx)/k: with k folded into the adjacent weights, the activation takes a single pass.</summary>
    private const double QuickGeluScale = 1.702;

    private readonly VisionConfig config;
    private readonly FrozenNorm normBeforeAttention;
    private readonly Parameter inputWeight;
    private readonly Parameter inputBias;
    private readonly Parameter outputWeight;
    private readonly Parameter outputBias;
    private readonly FrozenNorm normBeforeMlp;
    private readonly Parameter widenWeight;
    private readonly Parameter widenBias;
    private readonly Parameter narrowWeight;
    private readonly Parameter narrowBias;

    public TransformerBlock(VisionConfig config, VisionKeys keys, Checkpoint file, string prefix) : base(nameof(TransformerBlock))
    {
        this.config = config;
        var (size, wide) = (config.HiddenSize, config.IntermediateSize);
        var scale = config.Activation == Activation.QuickGelu ? QuickGeluScale : 1;
        string[] inputs = [keys.Query, keys.Key, keys.Value];

        using var scope = NewDisposeScope();
        normBeforeAttention = new FrozenNorm(file, prefix + keys.NormBeforeAttention, size, config.Epsilon);
        inputWeight = VisionTransformer.Frozen(cat([.. inputs.Select(name => file.Read($"{prefix}{name}.weight", size, size))]));
        inputBias = VisionTransformer.Frozen(cat([.. inputs.Select(name => config.QueryBias ? file.Read($"{prefix}{name}.bias", size) : zeros(size))]));
        outputWeight = VisionTransformer.Frozen(file.Read($"{prefix}{keys.Output}.weight", size, size));
        outputBias = VisionTransformer.Frozen(file.Read($"{prefix}{keys.Output}.bias", size));
        normBeforeMlp = new FrozenNorm(file, prefix + keys.NormBeforeMlp, size, config.Epsilon);
        widenWeight = VisionTransformer.Frozen(file.Read($"{prefix}{keys.Widen}.weight", wide, size).mul_(scale));
        widenBias = VisionTransformer.Frozen(file.Read($"{prefix}{keys.Widen}.bias", wide).mul_(scale));
        narrowWeight = VisionTransformer.Frozen(file.Read($"{prefix}{keys.Narrow}.weight", size, wide).div_(scale));
        narrowBias = VisionTransformer.Frozen(file.Read($"{prefix}{keys.Narrow}.bias", size));
        RegisterComponents();
        foreach (var parameter in parameters())
            parameter.MoveToOuterDisposeScope();
    }

    /// <summary>Maps [N, tokens, D] to [N, tokens, D].</summary>
    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var (count, length, size) = (tokens.shape[0], tokens.shape[1], config.HiddenSize);
        var inputs = functional.linear(normBeforeAttention.call(tokens), inputWeight, inputBias)
            .view(count, length, 3, config.Heads, size / config.Heads).permute(2, 0, 3, 1, 4);
        var attended = functional.scaled_dot_product_attention(inputs[0], inputs[1], inputs[2]).transpose(1, 2).reshape(count, length, size);
        var read = functional.linear(attended, outputWeight, outputBias).add_(tokens);

        var wide = functional.linear(normBeforeMlp.call(read), widenWeight, widenBias);
        var active = config.Activation == Activation.QuickGelu ? functional.silu(wide, inplace: true) : functional.gelu(wide);
        return read.add_(functional.linear(active, narrowWeight, narrowBias)).MoveToOuterDisposeScope();
    }
}
