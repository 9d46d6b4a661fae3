namespace MetricPlugins.Losses;

/// <summary>Distances of selected pairs, without the matrix of all distances.</summary>
internal static class ChosenPairs
{
    /// <summary>[B, 1] distances from each sample to the reference in its column of <paramref name="columns"/> ([B, 1]). The gradient
    /// of a distance of 0 is 0.</summary>
    public static Tensor Distances(Batch batch, Tensor columns) =>
        (batch.Embeddings - batch.References.index_select(0, columns.squeeze(1))).norm(1, keepdim: true);
}
