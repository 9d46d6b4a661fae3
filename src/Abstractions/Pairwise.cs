namespace MetricPlugins;

/// <summary>What pair and triplet losses share: all distances and similarities of a batch to its references, and which pairs count.</summary>
public static class Pairwise
{
    /// <summary>[B, R] Euclidean distances. The gradient of a distance of 0 is 0.</summary>
    public static Tensor Euclidean(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);

        if (!ReferenceEquals(batch.Embeddings, batch.References))
            return Exact(batch.Embeddings, batch.References);

        // A sample's gradient takes the same way through both arguments: once forward and once transposed costs half.
        var oneWay = Exact(batch.Embeddings, batch.Embeddings.detach());
        return oneWay + oneWay.t() - oneWay.detach();
    }

    /// <summary>[B, R] inner products: cosines where rows have unit length.</summary>
    public static Tensor Similarity(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Embeddings.mm(batch.References.t());
    }

    /// <summary>[B, R] bool: pairs of one class; true, too, where a sample of a class meets itself. An outlier (label −1) is of no
    /// class.</summary>
    public static Tensor SameClass(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var labels = batch.Labels.unsqueeze(1);
        return labels.eq(batch.ReferenceLabels).logical_and(labels.ge(0));
    }

    /// <summary>Two [B, R] bool masks: pairs of one class, and all other pairs. No sample pairs with itself; an outlier
    /// (label −1) is a negative of everything, another outlier included.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="unordered">Each pair within the batch once, at row &lt; column, rather than in both orders.</param>
    public static (Tensor Positives, Tensor Negatives) Masks(Batch batch, bool unordered = false)
    {
        var positives = SameClass(batch);
        var negatives = positives.logical_not();
        return (WithoutSelf(positives, unordered), WithoutSelf(negatives, unordered));
    }

    private static Tensor WithoutSelf(Tensor mask, bool unordered) =>
        unordered ? mask.triu(1) : mask.triu(1).logical_or(mask.tril(-1));

    // The form by matrix multiplication loses half of the digits of small distances.
    private static Tensor Exact(Tensor a, Tensor b) => cdist(a, b, 2.0, compute_mode.donot_use_mm_for_euclid_dist);
}
