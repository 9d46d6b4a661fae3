using System.Security.Cryptography;
using MetricPlugins.Host.Images;
using Serilog;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Features;

/// <summary>Features of frozen backbones on disk, computed once per samples, image input and weights, independent of loss and seed.
/// Each entry is a folder with features.npy [N, …] float32 and features.json.</summary>
internal sealed class FeatureCache(string root)
{
    private const int BlockBytes = 1 << 24;

    /// <summary>Largest relative difference between stored features and the backbone's current ones: above the rounding differences of devices and
    /// threads, below the effect of changed code or libraries.</summary>
    private const double Tolerance = 1e-2;

    /// <summary>The user's cache: in METRIC_CACHE, or in the system's cache folder.</summary>
    public static FeatureCache Default => new(Path.Combine(
        Environment.GetEnvironmentVariable("METRIC_CACHE") is { Length: > 0 } named ? named
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } caches ? caches
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "metricplugins"),
        "features"));

    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Every entry with its key and size in bytes; the entry is null if it is incomplete.</summary>
    public IReadOnlyList<(string Key, FeatureEntry? Entry, long Bytes)> List() => !Directory.Exists(Root) ? [] :
        [.. Directory.GetDirectories(Root).Order(StringComparer.Ordinal).Select(folder => (
            Path.GetFileName(folder), FeatureEntry.TryRead(folder), new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length)))];

    /// <summary>Deletes an entry, complete or not.</summary>
    /// <exception cref="InvalidInputException">Another process is using the entry.</exception>
    public void Clear(string key)
    {
        using var folder = FeatureFolder.TryHold(PathOf(key))
            ?? throw new InvalidInputException($"Features {key} are being computed or read by another process. Clear them after it has finished.");
        folder.Delete();
    }

    /// <summary>Reads or computes the requested features. Waits if another process is computing them.</summary>
    /// <returns>float32 [N, …] on the CPU, which the caller disposes, and the samples that were left out.</returns>
    /// <exception cref="InvalidInputException">An image is broken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the features computed so far are kept, and the next call resumes.</exception>
    public (Tensor Features, IReadOnlyList<BrokenImage> LeftOut) Get(FeatureRequest request, Device device, ILogger logger, CancellationToken cancellation)
    {
        var key = request.Key;
        using var folder = Hold(key, logger, cancellation);
        var rows = new BackboneRows(request, device);
        if (File.Exists(folder.PathOf(FeatureEntry.FileName)))
        {
            var stored = FeatureEntry.TryRead(folder.FullPath);
            var (features, fault) = stored is null ? (null, $"{FeatureEntry.FileName} cannot be read") : Read(folder, stored);
            fault ??= Difference(features!, stored!, request, rows);
            if (fault is null && (request.Bad == BadImages.Skip || stored!.LeftOut.Count == 0))
                return (features!, request.Named(stored!.LeftOut));
            features?.Dispose();
            if (fault is null)
                throw ImageSource.Refusal(request.Named(stored!.LeftOut));
            logger.Warning("Recomputing stored features {Key:l}: {Reason:l}", key, fault);
            File.Delete(folder.PathOf(FeatureEntry.FileName));
            File.Delete(folder.PathOf(FeatureFolder.FeaturesName));
        }

        var entry = new FeatureComputation(request, folder, rows, device, logger).Run(cancellation);
        var (computed, damage) = Read(folder, entry);
        return (computed ?? throw new IOException($"The features written to {folder.FullPath} cannot be read back: {damage}."), entry.LeftOut);
    }

    private string PathOf(string key) => Path.Combine(Root, key);

    private FeatureFolder Hold(string key, ILogger logger, CancellationToken cancellation)
    {
        for (var told = false; ; told = true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (FeatureFolder.TryHold(PathOf(key)) is { } folder)
                return folder;
            if (!told)
                logger.Information("Features {Key:l} are being computed by another process; waiting for it", key);
            cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>The stored features, or the fault of their file.</summary>
    private static (Tensor? Features, string? Damage) Read(FeatureFolder folder, FeatureEntry entry)
    {
        if (!File.Exists(folder.PathOf(FeatureFolder.FeaturesName)))
            return (null, $"{FeatureFolder.FeaturesName} is missing");
        using var file = File.OpenRead(folder.PathOf(FeatureFolder.FeaturesName));
        var length = NpyStream.HeaderLength + (entry.Shape.Aggregate(1L, (a, b) => a * b) * sizeof(float));
        if (file.Length != length)
            return (null, $"{FeatureFolder.FeaturesName} has {file.Length} bytes instead of {length}");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var header = new byte[NpyStream.HeaderLength];
        file.ReadExactly(header);
        hash.AppendData(header);

        var features = zeros([.. entry.Shape], ScalarType.Float32);
        var rowBytes = (int)((length - NpyStream.HeaderLength) / entry.Shape[0]);
        var block = Math.Max(1, BlockBytes / rowBytes);
        for (long row = 0; row < entry.Shape[0]; row += block)
        {
            using var scope = NewDisposeScope();
            var bytes = features.narrow(0, row, Math.Min(block, entry.Shape[0] - row)).bytes;
            file.ReadExactly(bytes);
            hash.AppendData(bytes);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) == entry.Sha256)
            return (features, null);
        features.Dispose();
        return (null, $"{FeatureFolder.FeaturesName} was changed: its SHA-256 differs");
    }

    /// <summary>How the stored features differ from the backbone's current ones on three samples; null if they do not.</summary>
    private static string? Difference(Tensor features, FeatureEntry entry, FeatureRequest request, BackboneRows rows)
    {
        using var scope = NewDisposeScope();
        var kept = BrokenImage.Others(request.Samples.Count, entry.LeftOut);
        if (kept.Length != features.shape[0])
            return $"they cover {features.shape[0]} samples, but the split has {kept.Length}";

        int[] tried = [.. new[] { 0, kept.Length / 2, kept.Length - 1 }.Distinct()];
        var now = rows.Of(tried.Select(i => (int)kept[i]));
        var stored = features.index_select(0, tensor(tried.Select(i => (long)i).ToArray()));
        if (!now.shape.AsSpan().SequenceEqual(stored.shape))
            return $"the backbone gives [{string.Join(", ", now.shape[1..])}] per sample, the stored features have [{string.Join(", ", stored.shape[1..])}]";
        var difference = ((now - stored).norm() / stored.norm().clamp_min(1e-12)).item<float>();
        return difference <= Tolerance ? null : $"the backbone now gives different features (relative difference {difference:0.###})";
    }
}
