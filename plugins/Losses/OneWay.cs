namespace MetricPlugins.Losses;

/// <summary>[B, R] distances whose gradient goes to the anchors alone: a pair of the batch stands in two rows, in each with its other end
/// fixed.</summary>
internal static class OneWay
{
    /// <summary>Smaller squares count as 0: the root of 0 has no gradient.</summary>
    private const double Least = 1e-30;

    /// <summary>Squared distances.</summary>
    public static Tensor Squares(Batch batch) => Pairwise.SquaredEuclidean(batch.Embeddings, batch.References.detach());

    /// <summary>Distances, from their squares; the gradient of a distance of 0 is 0.</summary>
    public static Tensor Roots(Tensor squares) => functional.threshold(squares, Least, Least).sqrt();
}
