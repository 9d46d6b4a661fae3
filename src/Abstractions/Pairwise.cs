namespace MetricPlugins;

/// <summary>What pair and triplet losses share: all distances of a batch to its references, and which pairs count.</summary>
public static class Pairwise
{
    /// <summary>[B, R] Euclidean distances. The gradient of a distance of 0 is 0.</summary>
    public static Tensor Euclidean(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);

        // The matrix-multiplication form loses half of the digits of small distances.
        return cdist(batch.Embeddings, batch.References, 2.0, compute_mode.donot_use_mm_for_euclid_dist);
    }

    /// <summary>Two [B, R] bool masks: pairs of one class, and all other pairs. No sample pairs with itself; an outlier
    /// (label −1) is a negative of everything, another outlier included.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="unordered">Each pair within the batch once, at row &lt; column, rather than in both orders.</param>
    public static (Tensor Positives, Tensor Negatives) Masks(Batch batch, bool unordered = false)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var labels = batch.Labels.unsqueeze(1);
        var positives = labels.eq(batch.ReferenceLabels).logical_and(labels.ge(0));
        var negatives = positives.logical_not();
        return (WithoutSelf(positives, unordered), WithoutSelf(negatives, unordered));
    }

    private static Tensor WithoutSelf(Tensor mask, bool unordered) =>
        unordered ? mask.triu(1) : mask.triu(1).logical_or(mask.tril(-1));
}
