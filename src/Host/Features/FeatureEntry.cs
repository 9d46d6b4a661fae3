using System.Globalization;
using System.Text;
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

/// <summary>The folder of one entry, held by one process at a time.</summary>
internal sealed class FeatureFolder : IDisposable
{
    public const string FeaturesName = "features.npy";

    private readonly FolderLock held;

    private FeatureFolder(string path, FolderLock held) => (FullPath, this.held) = (path, held);

    public string FullPath { get; }

    /// <summary>Makes the folder, if need be, and holds it; null while another process does.</summary>
    /// <exception cref="InvalidInputException">It cannot be made or written.</exception>
    public static FeatureFolder? TryHold(string path)
    {
        try
        {
            return new FeatureFolder(path, FolderLock.Take(path));
        }
        catch (IOException e) when (FolderLock.IsHeldByAnother(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The folder {path} for features of frozen backbones cannot be written: {e.Message} Set METRIC_CACHE to another folder.", e);
        }
    }

    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Deletes the entry, or what is left of one; the folder goes when it is released.</summary>
    public void Delete()
    {
        // The description goes first: without it, what an interrupted deletion leaves is not read as an entry.
        File.Delete(PathOf(FeatureEntry.FileName));
        held.DeleteContent();
    }

    public void Dispose() => held.Dispose();
}

/// <summary>A .npy file of float32 rows, written and read a block at a time, so that only a block is in memory.</summary>
internal static class NpyStream
{
    /// <summary>Room for any shape, so that the number of rows can be put in when it is known.</summary>
    public const int HeaderLength = 256;

    /// <summary>The header of rows of this shape: magic, version 1.0, length, and the description padded with blanks.</summary>
    public static byte[] Header(long[] shape)
    {
        var tuple = string.Join(", ", shape.Select(n => n.ToString(CultureInfo.InvariantCulture))) + (shape.Length == 1 ? "," : "");
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({tuple}), }}";
        const int before = 10;
        return [0x93, .. "NUMPY"u8, 1, 0, (HeaderLength - before) & 0xFF, (HeaderLength - before) >> 8, .. Encoding.ASCII.GetBytes(text.PadRight(HeaderLength - before - 1) + "\n")];
    }
}
