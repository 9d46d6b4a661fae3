namespace MetricPlugins.Models;

/// <summary>Two linear layers with a ReLU between them, on flattened inputs.</summary>
/// <remarks>Zeng, "Comparing Contrastive and Triplet Loss in Audio-Visual Embedding: Intra-Class Variance and Greediness
/// Analysis" (2025), for the synthetic set: 128 → 64 → 32.</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Gives the input size.</param>
[Plugin("mlp", Summary = "Two linear layers with a ReLU between them, on flattened inputs.")]
public sealed class Mlp(Mlp.Options options, ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layers = Sequential(
        Linear(context.InputShape.Aggregate((a, b) => a * b), options.Hidden),
        ReLU(),
        Linear(options.Hidden, options.EmbeddingSize));

    /// <summary>Settings of <see cref="Mlp"/>.</summary>
    /// <param name="Hidden">Width of the hidden layer.</param>
    /// <param name="EmbeddingSize">D, the number of embedding columns.</param>
    public sealed record Options([Range(1, 65536)] int Hidden = 64, [Range(1, 65536)] int EmbeddingSize = 32);

    /// <inheritdoc/>
    public override int EmbeddingSize { get; } = options.EmbeddingSize;

    /// <inheritdoc/>
    protected override Tensor Head(Tensor features) => layers.call(features.flatten(1));
}
