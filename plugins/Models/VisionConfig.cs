using System.Text.Json;

namespace MetricPlugins.Models;

/// <summary>The activation between the two layers of a transformer's MLP.</summary>
internal enum Activation
{
    /// <summary>x·Φ(x).</summary>
    Gelu,

    /// <summary>x·σ(1.702x).</summary>
    QuickGelu,
}

/// <summary>Sizes of a vision transformer.</summary>
/// <param name="HiddenSize">D.</param>
/// <param name="IntermediateSize">Hidden width of the MLPs.</param>
/// <param name="Layers">Number of blocks.</param>
/// <param name="Heads">Number of attention heads.</param>
/// <param name="PatchSize">Side of a patch, in pixels.</param>
/// <param name="ImageSize">Side of an image, in pixels.</param>
/// <param name="Activation">Activation of the MLPs.</param>
/// <param name="Epsilon">Epsilon of the layer norms.</param>
/// <param name="ProjectionSize">Output columns of CLIP's projection.</param>
/// <param name="QueryBias">Whether queries, keys and values have a bias.</param>
internal sealed record VisionConfig(
    int HiddenSize, int IntermediateSize, int Layers, int Heads, int PatchSize, int ImageSize, Activation Activation, double Epsilon, int ProjectionSize, bool QueryBias = true)
{
    /// <summary>Number of patches of an image plus the class token.</summary>
    public int Tokens => 1 + (ImageSize / PatchSize * (ImageSize / PatchSize));

    /// <summary>Reads a Hugging Face config.json: of CLIP, with the sizes in its vision_config, of CLIP's vision model alone, or of ViT. Absent
    /// settings have the defaults of transformers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="defaults">Values of absent settings.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, or its sizes are impossible.</exception>
    public static VisionConfig Read(string path, VisionConfig defaults)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            var config = Read(root.TryGetProperty("vision_config", out var vision) ? vision : root, defaults);
            if (root.TryGetProperty("projection_dim", out var projection))
                config = config with { ProjectionSize = projection.GetInt32() };
            config.Check(path);
            return config;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path} should be a model's config.json and cannot be read: {e.Message} Get it again.", e);
        }
    }

    private static VisionConfig Read(JsonElement json, VisionConfig defaults)
    {
        int Size(string name, int value) => json.TryGetProperty(name, out var found) ? found.GetInt32() : value;
        return new VisionConfig(
            Size("hidden_size", defaults.HiddenSize),
            Size("intermediate_size", defaults.IntermediateSize),
            Size("num_hidden_layers", defaults.Layers),
            Size("num_attention_heads", defaults.Heads),
            Size("patch_size", defaults.PatchSize),
            Size("image_size", defaults.ImageSize),
            json.TryGetProperty("hidden_act", out var act) ? ActivationOf(act.GetString()) : defaults.Activation,
            json.TryGetProperty("layer_norm_eps", out var epsilon) ? epsilon.GetDouble() : defaults.Epsilon,
            Size("projection_dim", defaults.ProjectionSize),
            json.TryGetProperty("qkv_bias", out var bias) ? bias.GetBoolean() : defaults.QueryBias);
    }

    private static Activation ActivationOf(string? name) => name switch
    {
        "gelu" => Activation.Gelu,
        "quick_gelu" => Activation.QuickGelu,
        _ => throw new FormatException($"hidden_act must be gelu or quick_gelu; got {name}."),
    };

    private void Check(string path)
    {
        int[] sizes = [HiddenSize, IntermediateSize, Layers, Heads, PatchSize, ImageSize, ProjectionSize];
        if (sizes.Any(size => size is < 1 or > 1 << 20) || HiddenSize % Heads != 0 || ImageSize % PatchSize != 0 || !(Epsilon > 0))
            throw new InvalidInputException($"A vision transformer's sizes must be positive, hidden_size a multiple of num_attention_heads and image_size a multiple of patch_size; {path} states {this}.");
    }
}
