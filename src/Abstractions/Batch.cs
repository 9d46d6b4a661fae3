namespace MetricPlugins;

/// <summary>What a loss looks at in one step. B: samples in the batch; D: embedding size; R ≥ B: references.</summary>
/// <remarks>All tensors live on one device and belong to the caller; a loss disposes none of them. A label is a class index
/// from 0, or −1 for an outlier, which is never a positive of anything and serves as a negative of everything.</remarks>
public sealed class Batch
{
    /// <summary>A batch whose references are its own samples.</summary>
    /// <param name="embeddings">[B, D], floating point; unit rows when they come from a model.</param>
    /// <param name="labels">[B], int64.</param>
    /// <exception cref="ArgumentException">A shape or type is another.</exception>
    public Batch(Tensor embeddings, Tensor labels)
    {
        RequireRows(embeddings, labels, nameof(embeddings));
        (Embeddings, Labels, References, ReferenceLabels) = (embeddings, labels, embeddings, labels);
    }

    /// <summary>A batch compared with more than itself: a memory of earlier batches, say.</summary>
    /// <param name="embeddings">[B, D], floating point.</param>
    /// <param name="labels">[B], int64.</param>
    /// <param name="references">[R, D]; its first B rows are <paramref name="embeddings"/>.</param>
    /// <param name="referenceLabels">[R], int64; its first B values are <paramref name="labels"/>.</param>
    /// <exception cref="ArgumentException">A shape or type is another.</exception>
    public Batch(Tensor embeddings, Tensor labels, Tensor references, Tensor referenceLabels)
    {
        RequireRows(embeddings, labels, nameof(embeddings));
        RequireRows(references, referenceLabels, nameof(references));
        if (references.size(0) < embeddings.size(0) || references.size(1) != embeddings.size(1))
            throw new ArgumentException(
                $"References are [R ≥ {embeddings.shape[0]}, {embeddings.shape[1]}] for this batch; got [{string.Join(", ", references.shape)}].",
                nameof(references));

        (Embeddings, Labels, References, ReferenceLabels) = (embeddings, labels, references, referenceLabels);
    }

    /// <summary>[B, D]: the batch's embeddings, part of the gradient's graph.</summary>
    public Tensor Embeddings { get; }

    /// <summary>[B], int64: class indices from 0; −1 marks an outlier.</summary>
    public Tensor Labels { get; }

    /// <summary>[R, D]: what the batch is compared with. Rows 0 to B−1 are the batch itself, so column i of row i is a
    /// sample compared with itself.</summary>
    public Tensor References { get; }

    /// <summary>[R], int64: the references' labels.</summary>
    public Tensor ReferenceLabels { get; }

    private static void RequireRows(Tensor rows, Tensor labels, string name)
    {
        if (rows.ndim != 2 || labels.ndim != 1 || labels.dtype != ScalarType.Int64 || rows.size(0) != labels.size(0))
            throw new ArgumentException(
                $"A batch takes [N, D] rows with [N] int64 labels; got [{string.Join(", ", rows.shape)}] with [{string.Join(", ", labels.shape)}] {labels.dtype}.",
                name);
    }
}
