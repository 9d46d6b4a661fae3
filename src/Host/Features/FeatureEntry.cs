using System.Globalization;
using System.Text;
using System.Text.Json;
using MetricPlugins.Host.Images;

namespace MetricPlugins.Host.Features;

/// <summary>features.json: the description of stored features and their origin.</summary>
internal sealed record FeatureEntry
{
    public const string FileName = "features.json";

    public required string Dataset { get; init; }

    public required string Split { get; init; }

    public required string Model { get; init; }

    /// <summary>SHA-256 of the split's images or vectors.</summary>
    public required string Content { get; init; }

    /// <summary>The preprocessing of images for the backbone; null if none.</summary>
    public required string? ImageInput { get; init; }

    /// <summary>True if image files were rotated by their EXIF orientation.</summary>
    public bool ExifOrientation { get; init; }

    /// <summary>The backbone's settings.</summary>
    public required string Backbone { get; init; }

    /// <summary>SHA-256 of the backbone's parameters and buffers.</summary>
    public required string Weights { get; init; }

    /// <summary>Of features.npy.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>Of features.npy.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Samples of the split that could not be read, by position and name.</summary>
    public required IReadOnlyList<BrokenImage> LeftOut { get; init; }

    public required DateTime Made { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The entry in a folder; null if it is missing or unreadable.</summary>
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

/// <summary>The folder of one entry, locked by one process at a time.</summary>
internal sealed class FeatureFolder : IDisposable
{
    public const string FeaturesName = "features.npy";

    private readonly FolderLock held;

    private FeatureFolder(string path, FolderLock held) => (FullPath, this.held) = (path, held);

    public string FullPath { get; }

    /// <summary>Creates the folder if needed and locks it; null while another process has locked it.</summary>
    /// <exception cref="InvalidInputException">The folder cannot be created or written.</exception>
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

    /// <summary>Deletes the entry, complete or not; the folder is deleted when it is released.</summary>
    public void Delete()
    {
        // The description is deleted first, so that the rest of an interrupted deletion is not read as an entry.
        File.Delete(PathOf(FeatureEntry.FileName));
        held.DeleteContent();
    }

    public void Dispose() => held.Dispose();
}

/// <summary>A .npy file of float32 rows, written and read in blocks to save memory.</summary>
internal static class NpyStream
{
    /// <summary>Enough for any shape, so that the number of rows can be filled in at the end.</summary>
    public const int HeaderLength = 256;

    /// <summary>The header of rows of this shape: magic, version 1.0, length, and the description padded with spaces.</summary>
    public static byte[] Header(long[] shape)
    {
        var tuple = string.Join(", ", shape.Select(n => n.ToString(CultureInfo.InvariantCulture))) + (shape.Length == 1 ? "," : "");
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({tuple}), }}";
        const int before = 10;
        return [0x93, .. "NUMPY"u8, 1, 0, (HeaderLength - before) & 0xFF, (HeaderLength - before) >> 8, .. Encoding.ASCII.GetBytes(text.PadRight(HeaderLength - before - 1) + "\n")];
    }
}
