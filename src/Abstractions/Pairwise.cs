namespace MetricPlugins;

/// <summary>Helpers for pair and triplet losses: distances and similarities between a batch and its references, and masks of pairs.</summary>
public static class Pairwise
{
    /// <summary>[B, R] Euclidean distances. The gradient of a distance of 0 is 0.</summary>
    public static Tensor Euclidean(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);

        if (!ReferenceEquals(batch.Embeddings, batch.References))
            return Distances(batch.Embeddings, batch.References);

        // A sample's gradient is the same through both arguments: one of them plus its transpose halves the cost.
        var oneWay = Distances(batch.Embeddings, batch.Embeddings.detach());
        return oneWay + oneWay.t() - oneWay.detach();
    }

    /// <summary>[N, M] squared Euclidean distances; 0 with a gradient of 0 if two rows coincide.</summary>
    /// <param name="a">[N, D], floating point.</param>
    /// <param name="b">[M, D], of the same type as <paramref name="a"/>.</param>
    public static Tensor SquaredEuclidean(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.dtype == ScalarType.Float64 ? Distances(a, b).square() : functional.relu(SquaresByProducts(a, b));
    }

    /// <summary>[B, R] inner products, which are cosines if rows have unit length.</summary>
    public static Tensor Similarity(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Embeddings.mm(batch.References.t());
    }

    /// <summary>[B, R] bool: pairs of one class, including each sample paired with itself. An outlier (label −1) has no
    /// class.</summary>
    public static Tensor SameClass(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        // Gives outlier anchors a label that no reference has.
        var anchors = batch.Labels.masked_fill(batch.Labels.lt(0), -2);
        return anchors.unsqueeze(1).eq(batch.ReferenceLabels);
    }

    /// <summary>Two [B, R] bool masks: pairs of one class, and all other pairs. Pairs of a sample with itself are in neither. An outlier
    /// (label −1) is a negative of every other sample, including other outliers.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="unordered">True to list each pair within the batch once, at row &lt; column, rather than in both orders.</param>
    public static (Tensor Positives, Tensor Negatives) Masks(Batch batch, bool unordered = false)
    {
        var positives = SameClass(batch);
        var negatives = positives.logical_not();
        if (unordered)
            return (positives.triu(1), negatives.triu(1));
        positives.diagonal().fill_(false);
        negatives.diagonal().fill_(false);
        return (positives, negatives);
    }

    private static Tensor Distances(Tensor a, Tensor b)
    {
        if (a.dtype == ScalarType.Float64)
            return cdist(a, b, 2.0, compute_mode.donot_use_mm_for_euclid_dist);

        // The square root has no gradient at 0: tiny squares are raised to a threshold, and their roots are set to 0.
        const double least = 1e-15;
        var squares = functional.threshold(SquaresByProducts(a, b), least * least, least * least);
        return functional.threshold(squares.sqrt(), 2 * least, 0);
    }

    /// <summary>Uses matrix multiplication: many times faster, but small distances lose half of their digits, which float64
    /// can spare for float32 rows. At most 0 if two rows coincide.</summary>
    private static Tensor SquaresByProducts(Tensor a, Tensor b)
    {
        // Reduces the squared lengths by more than the rounding error of a distance of 0 and less than float32 resolves.
        const double share = 1 - 1e-14;
        var (left, right) = (a.to(ScalarType.Float64), b.to(ScalarType.Float64));
        var lengths = left.square().sum(1, true) * share + right.square().sum(1) * share;
        return lengths.addmm(left, right.t(), alpha: -2).to(a.dtype);
    }
}
