namespace MetricPlugins;

/// <summary>The input of a loss in one step. B: samples in the batch; D: embedding size; R ≥ B: references.</summary>
/// <remarks>All tensors are on one device and belong to the caller; a loss must not dispose them. A label is a class index
/// from 0, or −1 for an outlier. An outlier is never a positive and is a negative of every other sample.</remarks>
public sealed class Batch
{
    /// <summary>A batch compared with itself: the references are its own samples.</summary>
    /// <param name="embeddings">[B, D], floating point; rows from a model have unit length.</param>
    /// <param name="labels">[B], int64.</param>
    /// <exception cref="ArgumentException">A shape or type is wrong.</exception>
    public Batch(Tensor embeddings, Tensor labels)
    {
        RequireRows(embeddings, labels, nameof(embeddings));
        (Embeddings, Labels, References, ReferenceLabels) = (embeddings, labels, embeddings, labels);
    }

    /// <summary>A batch compared with more than itself, such as a memory of earlier batches.</summary>
    /// <param name="embeddings">[B, D], floating point.</param>
    /// <param name="labels">[B], int64.</param>
    /// <param name="references">[R, D]; its first B rows are <paramref name="embeddings"/>.</param>
    /// <param name="referenceLabels">[R], int64; its first B values are <paramref name="labels"/>.</param>
    /// <exception cref="ArgumentException">A shape or type is wrong.</exception>
    public Batch(Tensor embeddings, Tensor labels, Tensor references, Tensor referenceLabels)
    {
        RequireRows(embeddings, labels, nameof(embeddings));
        RequireRows(references, referenceLabels, nameof(references));
        if (references.size(0) < embeddings.size(0) || references.size(1) != embeddings.size(1))
            throw new ArgumentException(
                $"References must be [R ≥ {embeddings.shape[0]}, {embeddings.shape[1]}] for this batch; got [{string.Join(", ", references.shape)}].",
                nameof(references));

        (Embeddings, Labels, References, ReferenceLabels) = (embeddings, labels, references, referenceLabels);
    }

    /// <summary>[B, D]: the batch's embeddings, part of the gradient graph.</summary>
    public Tensor Embeddings { get; }

    /// <summary>[B], int64: class indices from 0; −1 marks an outlier.</summary>
    public Tensor Labels { get; }

    /// <summary>[R, D]: the vectors that the batch is compared with. Rows 0 to B−1 are the batch itself, so in a [B, R] matrix
    /// of pairs entry (i, i) compares sample i with itself.</summary>
    public Tensor References { get; }

    /// <summary>[R], int64: labels of the references.</summary>
    public Tensor ReferenceLabels { get; }

    private static void RequireRows(Tensor rows, Tensor labels, string name)
    {
        if (rows.ndim != 2 || labels.ndim != 1 || labels.dtype != ScalarType.Int64 || rows.size(0) != labels.size(0))
            throw new ArgumentException(
                $"A batch takes [N, D] rows with [N] int64 labels; got [{string.Join(", ", rows.shape)}] with [{string.Join(", ", labels.shape)}] {labels.dtype}.",
                name);
    }
}
