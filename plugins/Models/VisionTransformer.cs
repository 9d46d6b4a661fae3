using TorchSharp.Modules;

namespace MetricPlugins.Models;

/// <summary>Maps images to the class token after the last block. Its weights come from a file and are not trained.</summary>
/// <remarks>Dosovitskiy et al., "An image is worth 16×16 words" (ICLR 2021), §3.1; with the layer norm before the blocks and the projection of
/// Radford et al., "Learning transferable visual models from natural language supervision" (ICML 2021).</remarks>
internal sealed class VisionTransformer : Module<Tensor, Tensor>
{
    private readonly VisionConfig config;
    private readonly Parameter mean;
    private readonly Parameter deviation;
    private readonly Parameter patchWeight;
    private readonly Parameter? patchBias;
    private readonly Parameter classToken;
    private readonly Parameter positions;
    private readonly FrozenNorm? firstNorm;
    private readonly ModuleList<TransformerBlock> blocks;
    private readonly FrozenNorm lastNorm;
    private readonly Parameter? projection;

    /// <param name="config">Its sizes.</param>
    /// <param name="keys">Tensor names in the file.</param>
    /// <param name="file">The weights.</param>
    /// <param name="mean">Mean of each channel of the pretraining images, 0 to 1.</param>
    /// <param name="deviation">Standard deviation of each channel.</param>
    /// <param name="projection">Name of a projection [P, D] of the pooled output; null for none.</param>
    /// <exception cref="InvalidInputException">A tensor is missing or has another shape or type.</exception>
    public VisionTransformer(VisionConfig config, VisionKeys keys, Checkpoint file, double[] mean, double[] deviation, string? projection)
        : base(nameof(VisionTransformer))
    {
        this.config = config;
        this.mean = Frozen(tensor(mean, ScalarType.Float32).reshape(-1, 1, 1));
        this.deviation = Frozen(tensor(deviation, ScalarType.Float32).reshape(-1, 1, 1));

        if (keys.Prefix.Length > 0 && !file.Names.Any(name => name.StartsWith(keys.Prefix, StringComparison.Ordinal)))
            keys = keys with { Prefix = "" };
        var (size, patch) = (config.HiddenSize, config.PatchSize);
        patchWeight = Frozen(file.Read($"{keys.Prefix}{keys.Patches}.weight", size, 3, patch, patch));
        patchBias = keys.PatchBias ? Frozen(file.Read($"{keys.Prefix}{keys.Patches}.bias", size)) : null;
        classToken = Frozen(file.Read(keys.Prefix + keys.ClassToken, size));
        positions = Frozen(file.Read(keys.Prefix + keys.Positions, config.Tokens, size));
        firstNorm = keys.FirstNorm is { } first ? new FrozenNorm(file, keys.Prefix + first, size, config.Epsilon) : null;
        blocks = ModuleList([.. Enumerable.Range(0, config.Layers).Select(layer => new TransformerBlock(config, keys, file, $"{keys.Prefix}{keys.Layers}{layer}."))]);
        lastNorm = new FrozenNorm(file, keys.Prefix + keys.LastNorm, size, config.Epsilon);
        this.projection = projection is null ? null : Frozen(file.Read(projection, config.ProjectionSize, size));
        RegisterComponents();
    }

    /// <summary>Maps images [N, 3, side, side], 0 to 1, to [N, D], or to [N, P] with a projection.</summary>
    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        var patches = functional.conv2d((images - mean) / deviation, patchWeight, patchBias, strides: [config.PatchSize, config.PatchSize]).flatten(2).transpose(1, 2);
        var tokens = cat([classToken.expand(images.shape[0], 1, config.HiddenSize), patches], 1).add_(positions);
        if (firstNorm is not null)
            tokens = firstNorm.call(tokens);
        foreach (var block in blocks)
            tokens = block.call(tokens);

        var pooled = lastNorm.call(tokens.select(1, 0));
        return (projection is null ? pooled : pooled.mm(projection.t())).MoveToOuterDisposeScope();
    }

    internal static Parameter Frozen(Tensor weights) => Parameter(weights, requires_grad: false);
}
