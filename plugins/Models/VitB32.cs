using TorchSharp.Modules;

namespace MetricPlugins.Models;

/// <summary>A frozen vision transformer with a trained linear head.</summary>
/// <remarks>Dosovitskiy et al., "An image is worth 16×16 words" (ICLR 2021). The head is that of Zeng, "Comparing Contrastive and Triplet Loss in
/// Audio-Visual Embedding" (2025): one linear layer to 512.</remarks>
[Plugin("vit-b32", Summary = "A frozen ViT-B/32 with a trained linear head; needs its safetensors weights.")]
public sealed class VitB32 : EmbeddingModel
{
    private const string Repository = "google/vit-base-patch32-224-in21k";
    private static readonly VisionConfig Defaults = new(768, 3072, 12, 12, 16, 224, Activation.Gelu, 1e-12, 1);

    private readonly VisionTransformer backbone;
    private readonly Linear head;

    /// <param name="options">Settings.</param>
    /// <exception cref="InvalidInputException">The weights are missing or not a ViT's.</exception>
    public VitB32(Options options)
    {
        var files = PretrainedFiles.Find("vit-b32", options.Weights, Repository);
        var config = VisionConfig.Read(files.Config, Defaults);
        using var weights = Checkpoint.Open(files.Weights);
        backbone = new VisionTransformer(config, VisionKeys.Vit, weights, [0.5, 0.5, 0.5], [0.5, 0.5, 0.5], projection: null);
        head = Linear(config.HiddenSize, options.EmbeddingSize);
        register_module(nameof(backbone), backbone);
        register_module(nameof(head), head);

        // The preprocessing of Google's ViTs.
        ImageInput = new ImageInput(config.ImageSize, ImageFit.Stretch, ImageResampling.Bilinear);
        (EmbeddingSize, BackboneSettings) = (options.EmbeddingSize, $"ViT, {config}");
    }

    /// <summary>Settings of <see cref="VitB32"/>.</summary>
    /// <param name="Weights">A folder with config.json and either model.safetensors or model.safetensors.index.json with the files it names; the
    /// path of such a file; or a Hugging Face repository in the local cache. Default: google/vit-base-patch32-224-in21k.</param>
    /// <param name="EmbeddingSize">D, the number of embedding columns.</param>
    public sealed record Options(string Weights = "", [Range(1, 65536)] int EmbeddingSize = 512);

    /// <inheritdoc/>
    public override int EmbeddingSize { get; }

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Backbone => backbone;

    /// <inheritdoc/>
    public override string BackboneSettings { get; }

    /// <inheritdoc/>
    public override ImageInput ImageInput { get; }

    /// <inheritdoc/>
    protected override Tensor Head(Tensor features) => head.call(features);
}
