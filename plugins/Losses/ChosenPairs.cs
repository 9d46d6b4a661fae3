namespace MetricPlugins.Losses;

/// <summary>Distances of a few pairs of a batch, where a matrix of all would be thrown away.</summary>
internal static class ChosenPairs
{
    /// <summary>[B, 1] distances of each sample to the reference that <paramref name="columns"/> ([B, 1]) names for it. The gradient
    /// of a distance of 0 is 0.</summary>
    public static Tensor Distances(Batch batch, Tensor columns) =>
        (batch.Embeddings - batch.References.index_select(0, columns.squeeze(1))).norm(1, keepdim: true);
}
