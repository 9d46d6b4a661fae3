namespace MetricPlugins;

/// <summary>What pair and triplet losses share: all distances and similarities of a batch to its references, and which pairs count.</summary>
public static class Pairwise
{
    /// <summary>[B, R] Euclidean distances. The gradient of a distance of 0 is 0.</summary>
    public static Tensor Euclidean(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);

        if (!ReferenceEquals(batch.Embeddings, batch.References))
            return Distances(batch.Embeddings, batch.References);

        // A sample's gradient takes the same way through both arguments: once forward and once transposed costs half.
        var oneWay = Distances(batch.Embeddings, batch.Embeddings.detach());
        return oneWay + oneWay.t() - oneWay.detach();
    }

    /// <summary>[N, M] squared Euclidean distances; 0, with a gradient of 0, where two rows coincide.</summary>
    /// <param name="a">[N, D], floating point.</param>
    /// <param name="b">[M, D], of the same type.</param>
    public static Tensor SquaredEuclidean(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.dtype == ScalarType.Float64 ? Distances(a, b).square() : functional.relu(SquaresByProducts(a, b));
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
        // An anchor that is an outlier takes a label that no reference has.
        var anchors = batch.Labels.masked_fill(batch.Labels.lt(0), -2);
        return anchors.unsqueeze(1).eq(batch.ReferenceLabels);
    }

    /// <summary>Two [B, R] bool masks: pairs of one class, and all other pairs. No sample pairs with itself; an outlier
    /// (label −1) is a negative of everything, another outlier included.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="unordered">Each pair within the batch once, at row &lt; column, rather than in both orders.</param>
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

        // The root of 0 has no gradient: the root of next to nothing stands in for it, and is made 0.
        const double least = 1e-15;
        var squares = functional.threshold(SquaresByProducts(a, b), least * least, least * least);
        return functional.threshold(squares.sqrt(), 2 * least, 0);
    }

    /// <summary>By matrix multiplication: many times faster, at the price of half of the digits of small distances, which float64
    /// has to spare for rows that came as float32. Not above 0 where two rows coincide.</summary>
    private static Tensor SquaresByProducts(Tensor a, Tensor b)
    {
        // The little that is taken off the lengths is more than rounding leaves of a distance of 0, and less than float32 tells apart.
        const double share = 1 - 1e-14;
        var (left, right) = (a.to(ScalarType.Float64), b.to(ScalarType.Float64));
        var lengths = left.square().sum(1, true) * share + right.square().sum(1) * share;
        return lengths.addmm(left, right.t(), alpha: -2).to(a.dtype);
    }
}
