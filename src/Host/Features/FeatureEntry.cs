using System.Text.Json;
using MetricPlugins.Host.Images;

namespace MetricPlugins.Host.Features;

/// <summary>features.json: what stored features are, and of what.</summary>
internal sealed record FeatureEntry
{
    public const string FileName = "features.json";

    public required string Dataset { get; init; }

    public required string Split { get; init; }

    public required string Model { get; init; }

    /// <summary>SHA-256 of the split's images or vectors.</summary>
    public required string Content { get; init; }

    /// <summary>What images are made into before the backbone sees them; null where nothing.</summary>
    public required string? ImageInput { get; init; }

    /// <summary>Whether image files were turned as their EXIF orientation says.</summary>
    public bool ExifOrientation { get; init; }

    /// <summary>What the backbone says of itself.</summary>
    public required string Backbone { get; init; }

    /// <summary>SHA-256 of the backbone's parameters and buffers.</summary>
    public required string Weights { get; init; }

    /// <summary>Of features.npy.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>Of features.npy.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Samples of the split that could not be read, by their places, and by name.</summary>
    public required IReadOnlyList<BrokenImage> LeftOut { get; init; }

    public required DateTime Made { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The entry in a folder; null where there is none that can be read.</summary>
    public static FeatureEntry? TryRead(string folder)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<FeatureEntry>(File.ReadAllBytes(Path.Combine(folder, FileName)), Core.ResultJson.Options);
            return entry is { Shape: [_, ..], LeftOut: not null } && entry.Shape.All(n => n > 0) ? entry : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
