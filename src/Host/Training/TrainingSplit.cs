using MetricPlugins.Core;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>A split on the training device, as inputs of the model's head.</summary>
internal sealed class TrainingSplit : IDisposable
{
    /// <summary>Samples embedded at once. With more, the outputs of a convolution exceed the freed memory that glibc retains, and
    /// embedding takes twice as long.</summary>
    private const int EvaluationBatch = 256;

    private readonly Tensor features;
    private readonly Tensor labels;
    private readonly long[] places;

    private TrainingSplit(Tensor features, Tensor labels, long[] places) => (this.features, this.labels, this.places) = (features, labels, places);

    public int Count => checked((int)labels.shape[0]);

    /// <summary>Every row.</summary>
    public long[] All => [.. Enumerable.Range(0, Count)];

    /// <summary>Copies inputs to the device; the caller keeps ownership of the originals.</summary>
    public static TrainingSplit Of(SplitInputs inputs, Device device) => new(inputs.Inputs.to(device).detach(), inputs.Labels.to(device).detach(), inputs.Places);

    /// <summary>The first two samples.</summary>
    public static TrainingSplit Few(SplitInputs inputs, Device device)
    {
        using var scope = NewDisposeScope();
        var count = Math.Min(2, inputs.Labels.shape[0]);
        return new TrainingSplit(
            inputs.Inputs.narrow(0, 0, count).to(device).MoveToOuterDisposeScope(), inputs.Labels.narrow(0, 0, count).to(device).MoveToOuterDisposeScope(), inputs.Places);
    }

    /// <summary>Float features and labels of the given rows (int64, on the device).</summary>
    public (Tensor Features, Tensor Labels) Rows(Tensor rows) => (features.index_select(0, rows).Scaled(), labels.index_select(0, rows));

    /// <summary>Embeddings and labels of the given rows, with their positions in the dataset's split.</summary>
    /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
    public SplitEmbeddings Embed(string name, long[] rows, EmbeddingModel model, CancellationToken cancellation)
    {
        var embeddings = new float[rows.Length * model.EmbeddingSize];
        var ownLabels = new long[rows.Length];
        using var frozen = no_grad();
        foreach (var (start, count) in Chunks(rows.Length, cancellation))
        {
            using var scope = NewDisposeScope();
            var (chunk, chunkLabels) = Rows(tensor(rows[start..(start + count)]).to(features.device));
            var output = model.Embed(chunk);
            if (output.ndim != 2 || output.shape[0] != count || output.shape[1] != model.EmbeddingSize)
                throw new InvalidInputException($"The embeddings of {count} samples have the shape [{count}, {model.EmbeddingSize}] by the model's EmbeddingSize; the model returned [{string.Join(", ", output.shape)}].");
            output.to(ScalarType.Float32).CopyValues(embeddings.AsSpan(start * model.EmbeddingSize, count * model.EmbeddingSize));
            chunkLabels.CopyValues(ownLabels.AsSpan(start, count));
        }

        return new SplitEmbeddings(name, [.. rows.Select(row => places[row])], ownLabels, embeddings, model.EmbeddingSize);
    }

    /// <summary>A sample of the features, projected to the plane.</summary>
    public InputPlane InPlane()
    {
        using var scope = NewDisposeScope();
        var size = checked((int)features.shape[1..].Aggregate(1L, (product, length) => product * length));
        var sample = InputProjection.Sample(labels.Values<long>(), size);
        var (chosen, chosenLabels) = Rows(tensor(sample, ScalarType.Int64).to(features.device));
        return InputProjection.Project(Count, [.. sample.Select(row => (int)places[row])], new LabelledRows(chosenLabels.Values<long>(), chosen.to(ScalarType.Float32).Values<float>(), size));
    }

    public void Dispose()
    {
        features.Dispose();
        labels.Dispose();
    }

    private static IEnumerable<(int Start, int Count)> Chunks(int rows, CancellationToken cancellation)
    {
        for (var start = 0; start < rows; start += EvaluationBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return (start, Math.Min(EvaluationBatch, rows - start));
        }
    }
}

/// <summary>The trained model's embeddings of every split.</summary>
internal sealed record RunEmbeddings(SplitEmbeddings Train, SplitEmbeddings Validation, SplitEmbeddings Test)
{
    /// <exception cref="OperationCanceledException">Cancelled before all embeddings were computed.</exception>
    public static RunEmbeddings Of(EmbeddingModel model, TrainingSplit train, Holdout holdout, TrainingSplit test, CancellationToken cancellation)
    {
        model.eval();
        var embeddings = new RunEmbeddings(
            train.Embed("train", holdout.Training, model, cancellation),
            train.Embed("validation", holdout.Validation, model, cancellation),
            test.Embed("test", test.All, model, cancellation));
        foreach (var split in (SplitEmbeddings[])[embeddings.Train, embeddings.Validation, embeddings.Test])
        {
            if (Array.FindIndex(split.Embeddings, value => !float.IsFinite(value)) is >= 0 and var at)
                throw new NonFiniteException($"The trained model gives {split.Embeddings[at]} in the embedding of sample {split.Indices[at / split.EmbeddingSize]} of the {split.Split} split. Its steps are kept.");
        }

        return embeddings;
    }
}
