using System.Diagnostics;
using MetricPlugins.Host.Images;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Features;

/// <summary>Runs samples through a frozen backbone batch by batch, decoding the next batch in parallel.</summary>
internal sealed class BackboneRows(FeatureRequest request, Device device)
{
    private readonly ImageSource? images = request.Samples.ImageFiles is not null || request.Network.ImageInput is not null
        ? new ImageSource(request.Samples, request.Network.ImageInput, request.Bad)
        : null;

    /// <summary>Batch size: large enough to keep a GPU busy, small enough that a layer's outputs fit a CPU's caches.</summary>
    private readonly int batch = device.type == DeviceType.CUDA ? 256 : 32;

    /// <summary>Time spent decoding and resizing, on a parallel thread.</summary>
    public TimeSpan ImageTime { get; private set; }

    /// <summary>Time spent in the backbone.</summary>
    public TimeSpan BackboneTime { get; private set; }

    /// <summary>All features of a split in memory, and the samples that were left out.</summary>
    public static (Tensor Features, IReadOnlyList<BrokenImage> LeftOut) All(FeatureRequest request, Device device, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var rows = new BackboneRows(request, device);
        var (batches, broken) = (new List<Tensor>(), new List<BrokenImage>());
        foreach (var batch in rows.From(0, cancellation))
        {
            batches.Add(batch.Features.MoveToOuterDisposeScope());
            broken.AddRange(batch.Broken);
        }

        return (cat(batches.Where(batch => batch.shape[0] > 0).ToList()).MoveToOuterDisposeScope(), broken);
    }

    /// <summary>Batches starting at a row: the start of the next batch, the features on the CPU, and the unreadable images.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="cancellation">Requests a stop after the current batch.</param>
    public IEnumerable<(int Next, Tensor Features, IReadOnlyList<BrokenImage> Broken)> From(int start, CancellationToken cancellation)
    {
        var pending = Decode(start);
        try
        {
            while (pending is not null)
            {
                cancellation.ThrowIfCancellationRequested();
                var chunk = pending.GetAwaiter().GetResult();
                var next = Math.Min(start + batch, request.Samples.Count);
                pending = Decode(next);

                using var scope = NewDisposeScope();
                var features = chunk is { Rows.Length: 0 } ? zeros(0) : Run(chunk is null ? request.Samples.Inputs.narrow(0, start, next - start) : chunk.ToTensor());
                yield return (next, features, chunk?.Broken ?? []);
                start = next;
            }
        }
        finally
        {
            // A caller that stops early may dispose the samples; wait until no thread decodes them any more.
            if (pending is not null)
                Task.WaitAny([pending], CancellationToken.None);
        }
    }

    /// <summary>Features of individual rows, which must be readable.</summary>
    public Tensor Of(IEnumerable<int> rows) =>
        cat([.. rows.Select(row => Run(images is null ? request.Samples.Inputs.narrow(0, row, 1) : images.Read(row, 1).ToTensor()))]);

    private Task<ImageChunk?>? Decode(int start)
    {
        if (start >= request.Samples.Count)
            return null;
        return images is null ? Task.FromResult<ImageChunk?>(null) : Task.Run<ImageChunk?>(() =>
        {
            var clock = Stopwatch.StartNew();
            var chunk = images.Read(start, Math.Min(batch, request.Samples.Count - start));
            ImageTime += clock.Elapsed;
            return chunk;
        });
    }

    private Tensor Run(Tensor inputs)
    {
        var clock = Stopwatch.StartNew();
        using var frozen = no_grad();
        request.Network.Backbone!.eval();
        var features = request.Network.Backbone.call(inputs.to(device).Scaled()).to(ScalarType.Float32).cpu().contiguous();
        BackboneTime += clock.Elapsed;
        return features;
    }
}
