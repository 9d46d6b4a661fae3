namespace MetricPlugins.Losses;

/// <summary>Draws one true column from each row of a mask, uniformly.</summary>
internal static class RandomColumn
{
    /// <summary>[B, 1] int64 columns where <paramref name="mask"/> ([B, R], bool) is true; an arbitrary column for a row without
    /// any.</summary>
    public static Tensor Of(Tensor mask, Generator generator)
    {
        using var _ = no_grad();
        var scores = rand(mask.shape[0], mask.shape[1], generator: generator).to(mask.device);
        return scores.masked_fill(mask.logical_not(), -1.0).argmax(1, true);
    }
}
