namespace MetricPlugins.Losses;

/// <summary>[B, R] distances whose gradient goes to the anchors only. Each pair within the batch appears in two rows, each with the other
/// end held constant.</summary>
internal static class OneWay
{
    /// <summary>Squares below this count as 0: the square root has no gradient at 0.</summary>
    private const double Least = 1e-30;

    /// <summary>Squared distances.</summary>
    public static Tensor Squares(Batch batch) => Pairwise.SquaredEuclidean(batch.Embeddings, batch.References.detach());

    /// <summary>Distances, from their squares; the gradient of a distance of 0 is 0.</summary>
    public static Tensor Roots(Tensor squares) => functional.threshold(squares, Least, Least).sqrt();
}
