using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>A split on the training device, as features that the model's head reads.</summary>
internal sealed class TrainingSplit : IDisposable
{
    private const int EvaluationBatch = 1024;
    private readonly Tensor features;

    private TrainingSplit(Tensor features, Tensor labels) => (this.features, Labels) = (features, labels);

    /// <summary>[N], int64.</summary>
    public Tensor Labels { get; }

    public int Count => checked((int)Labels.shape[0]);

    /// <summary>Moves samples to the device; they stay the caller's. With a backbone, its features are computed here, once.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while the backbone ran.</exception>
    public static TrainingSplit Of(Samples samples, EmbeddingModel model, Device device, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var raw = new TrainingSplit(samples.Inputs.to(device).detach(), samples.Labels.to(device).detach());
        var features = raw.features;
        if (model.Backbone is { } backbone)
        {
            backbone.eval();
            features = cat([.. raw.Starts(cancellation).Select(start => backbone.call(raw.From(start)))]);
        }

        return new TrainingSplit(features.MoveToOuterDisposeScope(), raw.Labels.MoveToOuterDisposeScope());
    }

    /// <summary>Float features and labels of the given rows (int64, on the device).</summary>
    public (Tensor Features, Tensor Labels) Rows(Tensor rows) => (Float(features.index_select(0, rows)), Labels.index_select(0, rows));

    /// <summary>All embeddings, in the dataset's order.</summary>
    /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
    public float[] Embed(EmbeddingModel model, CancellationToken cancellation)
    {
        var all = new float[Count * model.EmbeddingSize];
        var filled = 0;
        using var frozen = no_grad();
        foreach (var start in Starts(cancellation))
        {
            using var scope = NewDisposeScope();
            using var values = model.Embed(From(start)).to(ScalarType.Float32).cpu().contiguous().data<float>();
            values.CopyTo(all.AsSpan(filled));
            filled += (int)values.Count;
        }

        return all;
    }

    public void Dispose()
    {
        features.Dispose();
        Labels.Dispose();
    }

    private IEnumerable<int> Starts(CancellationToken cancellation)
    {
        for (var start = 0; start < Count; start += EvaluationBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return start;
        }
    }

    private Tensor From(int start) => Float(features.narrow(0, start, Math.Min(EvaluationBatch, Count - start)));

    private static Tensor Float(Tensor inputs) => inputs.dtype == ScalarType.Byte ? inputs.to(ScalarType.Float32) / 255 : inputs;
}
