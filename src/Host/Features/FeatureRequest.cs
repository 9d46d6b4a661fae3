using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MetricPlugins.Host.Images;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Features;

/// <summary>A request for the features of a split by a model's backbone.</summary>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="Split">The split.</param>
/// <param name="Samples">Its samples.</param>
/// <param name="Content">SHA-256 of their contents.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Network">The model, on its device.</param>
/// <param name="Weights">SHA-256 of the backbone's parameters and buffers, which all splits share.</param>
/// <param name="Bad">How to treat broken images.</param>
internal sealed record FeatureRequest(
    string Dataset, string Split, Samples Samples, Lazy<string> Content, string Model, EmbeddingModel Network, Lazy<string> Weights, BadImages Bad)
{
    /// <summary>Increased whenever the preprocessing of samples changes.</summary>
    private const int Version = 2;

    public string? ImageInput => Network.ImageInput?.ToString();

    public string Backbone => Network.BackboneSettings ?? "";

    /// <summary>The samples left out, with this request's file names: the stored features may come from files with other names.</summary>
    public IReadOnlyList<BrokenImage> Named(IReadOnlyList<BrokenImage> leftOut) =>
        [.. leftOut.Select(sample => sample with { Name = Samples.ImageFiles?[sample.Row] ?? sample.Name })];

    /// <summary>Key of the stored features: a hash of everything that determines them.</summary>
    public string Key => ContentHash.Of(new JsonObject
    {
        ["version"] = Version,
        ["content"] = Content.Value,
        ["image_input"] = ImageInput,
        ["exif_orientation"] = Samples.ExifOrientation,
        ["backbone"] = Backbone,
        ["weights"] = Weights.Value,
    })[..16];
}

/// <summary>SHA-256, in hex, of the inputs of features.</summary>
internal static class SampleHash
{
    private const int RowsAtOnce = 1024;

    /// <summary>Hash of a split's contents, sample by sample, independent of file names and folders.</summary>
    public static string Of(Samples samples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (samples.ImageFiles is { } files)
        {
            var hashes = new byte[files.Count][];
            Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, row => hashes[row] = OfFile(files[row]));
            foreach (var one in hashes)
                hash.AppendData(one);
        }
        else
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{samples.Inputs.dtype} [{string.Join(", ", samples.Inputs.shape)}]"));
            for (var start = 0; start < samples.Count; start += RowsAtOnce)
            {
                using var scope = NewDisposeScope();
                hash.AppendData(samples.Inputs.narrow(0, start, Math.Min(RowsAtOnce, samples.Count - start)).contiguous().bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Hash of the names and values of a module's parameters and buffers.</summary>
    public static string Of(nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, values) in module.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {values.dtype} [{string.Join(", ", values.shape)}]"));
            hash.AppendData(values.cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>An unreadable file gets a hash, too; decoding reports it later.</summary>
    private static byte[] OfFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return SHA256.HashData(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SHA256.HashData(Encoding.UTF8.GetBytes(e.GetType().Name));
        }
    }
}
