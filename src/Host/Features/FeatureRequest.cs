using System.Text.Json.Nodes;
using MetricPlugins.Host.Images;

namespace MetricPlugins.Host.Features;

/// <summary>Whose features are wanted: a split's, by a model's backbone.</summary>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="Split">Which split.</param>
/// <param name="Samples">Its samples.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Network">The model, on its device.</param>
/// <param name="Weights">SHA-256 of the backbone's parameters and buffers, which all splits share.</param>
/// <param name="Bad">What becomes of broken images.</param>
internal sealed record FeatureRequest(string Dataset, string Split, Samples Samples, string Model, EmbeddingModel Network, Lazy<string> Weights, BadImages Bad)
{
    /// <summary>Changes when the way from samples to a backbone's inputs does.</summary>
    private const int Version = 2;

    private readonly Lazy<string> content = new(() => SampleHash.Of(Samples));

    public string Content => content.Value;

    public string? ImageInput => Network.ImageInput?.ToString();

    public string Backbone => Network.BackboneSettings ?? "";

    /// <summary>Samples that were left out, by the names that their files have here: the same contents may have had others.</summary>
    public IReadOnlyList<BrokenImage> Named(IReadOnlyList<BrokenImage> leftOut) =>
        [.. leftOut.Select(sample => sample with { Name = Samples.ImageFiles?[sample.Row] ?? sample.Name })];

    /// <summary>Names stored features by all that decides them.</summary>
    public string Key => ContentHash.Of(new JsonObject
    {
        ["version"] = Version,
        ["content"] = Content,
        ["image_input"] = ImageInput,
        ["exif_orientation"] = Samples.ExifOrientation,
        ["backbone"] = Backbone,
        ["weights"] = Weights.Value,
    })[..16];
}
