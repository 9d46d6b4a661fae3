using TorchSharp.Modules;

namespace MetricPlugins.Models;

/// <summary>CLIP's frozen vision transformer with a trained head of two layers.</summary>
/// <remarks>Radford et al., "Learning transferable visual models from natural language supervision" (ICML 2021). The head is that of Zeng et al.,
/// "Variance &amp; Greediness" (2026): Linear 768→512, tanh, dropout 0.15, Linear 512→D, D = 128.</remarks>
[Plugin("clip-vit-b32", Summary = "CLIP's frozen ViT-B/32 with a trained head of two layers; needs its safetensors weights.")]
public sealed class ClipVitB32 : EmbeddingModel
{
    private const string Repository = "openai/clip-vit-base-patch32";
    private static readonly VisionConfig Defaults = new(768, 3072, 12, 12, 32, 224, Activation.QuickGelu, 1e-5, 512);

    private readonly VisionTransformer backbone;
    private readonly Sequential head;

    /// <param name="options">Settings.</param>
    /// <exception cref="InvalidInputException">The weights are missing or not CLIP's.</exception>
    public ClipVitB32(Options options)
    {
        var files = PretrainedFiles.Find("clip-vit-b32", options.Weights, Repository);
        var config = VisionConfig.Read(files.Config, Defaults);
        using var weights = Checkpoint.Open(files.Weights);
        backbone = new VisionTransformer(
            config, VisionKeys.Clip, weights, [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711],
            options.Output == Features.Projected ? "visual_projection.weight" : null);
        head = Sequential(
            Linear(options.Output == Features.Projected ? config.ProjectionSize : config.HiddenSize, options.Hidden),
            Tanh(),
            Dropout(options.Dropout),
            Linear(options.Hidden, options.EmbeddingSize));
        register_module(nameof(backbone), backbone);
        register_module(nameof(head), head);
        (EmbeddingSize, ImageInput, BackboneSettings) = (options.EmbeddingSize, new ImageInput(config.ImageSize), $"CLIP, {options.Output}, {config}");
    }

    /// <summary>Which output of CLIP the head reads.</summary>
    public enum Features
    {
        /// <summary>The class token after the last layer norm: 768 columns.</summary>
        Pooled,

        /// <summary>Its projection into the joint image-text space: 512 columns.</summary>
        Projected,
    }

    /// <summary>Settings of <see cref="ClipVitB32"/>.</summary>
    /// <param name="Weights">A folder with config.json and either model.safetensors or model.safetensors.index.json with the files it names; the
    /// path of such a file; or a Hugging Face repository in the local cache. Default: openai/clip-vit-base-patch32.</param>
    /// <param name="Output">Which output of CLIP the head reads.</param>
    /// <param name="Hidden">Width of the first trained layer.</param>
    /// <param name="Dropout">Dropout rate of that layer's outputs in training.</param>
    /// <param name="EmbeddingSize">D, the number of embedding columns.</param>
    public sealed record Options(
        string Weights = "", Features Output = Features.Pooled, [Range(1, 65536)] int Hidden = 512, [Range(0.0, 0.99)] double Dropout = 0.15,
        [Range(1, 65536)] int EmbeddingSize = 128);

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
