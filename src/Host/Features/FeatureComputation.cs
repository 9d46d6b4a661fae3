using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using MetricPlugins.Host.Images;
using Serilog;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Features;

/// <summary>Computes the features of a split into a folder, batch by batch. An interrupted computation can be resumed.</summary>
internal sealed class FeatureComputation(FeatureRequest request, FeatureFolder folder, BackboneRows rows, Device device, ILogger logger)
{
    private const string PartName = "features.part";
    private const string ProgressName = "progress.json";
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(30);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan told;

    /// <summary>Computes the missing features and publishes the entry.</summary>
    /// <exception cref="InvalidInputException">An image is broken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FeatureEntry Run(CancellationToken cancellation)
    {
        var progress = Resume();
        var start = progress.Next;
        if (request.Bad == BadImages.Stop && (start == 0 || progress.Broken.Count > 0))
            RefuseBroken(cancellation);
        using (var file = new FileStream(folder.PathOf(PartName), FileMode.OpenOrCreate, FileAccess.ReadWrite))
        {
            file.SetLength(NpyStream.HeaderLength + ((long)progress.Rows * progress.RowBytes));
            file.Seek(0, SeekOrigin.End);
            try
            {
                foreach (var (next, features, broken) in rows.From(start, cancellation))
                {
                    if (features.shape[0] > 0)
                        file.Write(features.bytes);
                    progress = progress.With(next, features, broken);
                    Save(file, progress);
                    Tell(start, next);
                }
            }
            finally
            {
                Save(file, progress, always: true);
            }

            if (progress.Rows == 0)
                throw new InvalidInputException($"All {request.Samples.Count} images of the {request.Split} split are broken; the first is {progress.Broken[0].Name}: {progress.Broken[0].Fault}.");
            file.Seek(0, SeekOrigin.Begin);
            file.Write(NpyStream.Header([progress.Rows, .. progress.Shape]));
            file.Flush(flushToDisk: true);
        }

        return Publish(progress);
    }

    private FeatureEntry Publish(Progress progress)
    {
        string hash;
        using (var file = File.OpenRead(folder.PathOf(PartName)))
            hash = Convert.ToHexStringLower(SHA256.HashData(file));
        var entry = new FeatureEntry
        {
            Dataset = request.Dataset,
            Split = request.Split,
            Model = request.Model,
            Content = request.Content.Value,
            ImageInput = request.ImageInput,
            ExifOrientation = request.Samples.ExifOrientation,
            Backbone = request.Backbone,
            Weights = request.Weights.Value,
            Shape = [progress.Rows, .. progress.Shape],
            Sha256 = hash,
            LeftOut = progress.Broken,
            Made = DateTime.UtcNow,
            Device = device.ToString(),
            Threads = get_num_threads(),
            Versions = Versions.All(),
        };
        File.Move(folder.PathOf(PartName), folder.PathOf(FeatureFolder.FeaturesName), overwrite: true);
        Write(FeatureEntry.FileName, entry);
        File.Delete(folder.PathOf(ProgressName));
        logger.Information(
            "Features of {Dataset:l} {Split:l} by {Model:l}: {Rows} × {Columns:l} in {Seconds:0.0} s (backbone {Backbone:0.0} s; image decoding in parallel {Images:0.0} s)",
            request.Dataset, request.Split, request.Model, progress.Rows, string.Join(" × ", progress.Shape), clock.Elapsed.TotalSeconds, rows.BackboneTime.TotalSeconds, rows.ImageTime.TotalSeconds);
        return entry;
    }

    /// <summary>Checks all images first, so that a broken one is not found after hours of computation.</summary>
    private void RefuseBroken(CancellationToken cancellation)
    {
        if (request.Samples.ImageFiles is null)
            return;
        var images = new ImageSource(request.Samples, request.Network.ImageInput, request.Bad);
        if (images.Check(cancellation) is [_, ..] broken)
            throw ImageSource.Refusal(broken);
    }

    private void Save(FileStream file, Progress progress, bool always = false)
    {
        if (!always && clock.Elapsed - progress.Saved < SaveInterval)
            return;
        file.Flush(flushToDisk: true);
        progress.Saved = clock.Elapsed;
        Write(ProgressName, progress);
    }

    private Progress Resume()
    {
        try
        {
            var progress = JsonSerializer.Deserialize<Progress>(File.ReadAllBytes(folder.PathOf(ProgressName)), Core.ResultJson.Options) ?? new Progress();
            var length = NpyStream.HeaderLength + ((long)progress.Rows * progress.RowBytes);
            if (progress.Next > 0 && new FileInfo(folder.PathOf(PartName)) is { Exists: true } part && part.Length >= length)
            {
                logger.Information("Features of {Dataset:l} {Split:l}: resuming at {Done} of {Count}", request.Dataset, request.Split, progress.Next, request.Samples.Count);
                return progress;
            }
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            // Nothing to resume.
        }

        return new Progress();
    }

    private void Tell(int start, int next)
    {
        if (clock.Elapsed - told < TellInterval || next == request.Samples.Count)
            return;
        told = clock.Elapsed;
        var rate = (next - start) / clock.Elapsed.TotalSeconds;
        logger.Information(
            "Features of {Dataset:l} {Split:l}: {Done} of {Count}, {Rate:0.0} per second, about {Minutes:0} min left",
            request.Dataset, request.Split, next, request.Samples.Count, rate, (request.Samples.Count - next) / rate / 60);
    }

    private void Write<T>(string name, T value) =>
        MetricPlugins.Core.Publish.FileAsync(folder.PathOf(name), stream => JsonSerializer.SerializeAsync(stream, value, Core.ResultJson.Options)).GetAwaiter().GetResult();

    /// <summary>Progress of a computation: the row to resume at, and the content of the file.</summary>
    private sealed record Progress(int Next = 0, int Rows = 0, IReadOnlyList<long>? RowShape = null, IReadOnlyList<BrokenImage>? LeftOut = null)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public IReadOnlyList<long> Shape => RowShape ?? [];

        [System.Text.Json.Serialization.JsonIgnore]
        public IReadOnlyList<BrokenImage> Broken => LeftOut ?? [];

        [System.Text.Json.Serialization.JsonIgnore]
        public int RowBytes => RowShape is null ? 0 : checked((int)RowShape.Aggregate((long)sizeof(float), (a, b) => a * b));

        [System.Text.Json.Serialization.JsonIgnore]
        public TimeSpan Saved { get; set; }

        public Progress With(int next, Tensor features, IReadOnlyList<BrokenImage> broken) => this with
        {
            Next = next,
            Rows = Rows + (int)features.shape[0],
            RowShape = features.shape[0] > 0 ? features.shape[1..] : RowShape,
            LeftOut = [.. Broken, .. broken],
        };
    }
}
