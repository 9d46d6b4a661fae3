namespace MetricPlugins.Models;

/// <summary>Two blocks of convolution, ReLU and max pooling, followed by two linear layers.</summary>
/// <remarks>Zeng, "Comparing Contrastive and Triplet Loss in Audio-Visual Embedding: Intra-Class Variance and Greediness
/// Analysis" (2025), for the image sets; 3×3 convolutions of 32 and 64 channels, padding 1, which the paper leaves open.</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Gives the shape of the images.</param>
[Plugin("convnet", Summary = "Two convolution blocks and two linear layers, on images.")]
public sealed class ConvNet(ConvNet.Options options, ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layers = Sequential(
        Conv2d(Image(options, context).Channels, 32, 3, padding: 1),
        ReLU(),
        MaxPool2d(2),
        Conv2d(32, 64, 3, padding: 1),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(64 * (Image(options, context).Height / 4) * (Image(options, context).Width / 4), options.Hidden),
        ReLU(),
        Linear(options.Hidden, options.EmbeddingSize));

    /// <summary>Settings of <see cref="ConvNet"/>.</summary>
    /// <param name="Hidden">Width of the first linear layer.</param>
    /// <param name="EmbeddingSize">D, the number of embedding columns.</param>
    /// <param name="ImageSize">Height and width to which images are cropped and resized; 0: images are not resized and must all be of one size.</param>
    public sealed record Options([Range(1, 65536)] int Hidden = 128, [Range(1, 65536)] int EmbeddingSize = 64, [Range(0, 4096)] int ImageSize = 0);

    /// <inheritdoc/>
    public override ImageInput? ImageInput { get; } = options.ImageSize > 0 ? new ImageInput(options.ImageSize) : null;

    /// <inheritdoc/>
    public override int EmbeddingSize { get; } = options.EmbeddingSize;

    /// <inheritdoc/>
    protected override Tensor Head(Tensor features) => layers.call(features);

    private static (long Channels, long Height, long Width) Image(Options options, ModelContext context) =>
        options.ImageSize >= 4 && context.InputShape.Count == 3 ? (3, options.ImageSize, options.ImageSize)
        : options.ImageSize == 0 && context.InputShape is [var channels, >= 4 and var height, >= 4 and var width] ? (channels, height, width)
        : throw new InvalidInputException(
            $"convnet takes images [channels, height, width] of at least 4×4 pixels; this dataset's samples are [{string.Join(", ", context.InputShape)}]. Choose a model that reads such samples.");
}
