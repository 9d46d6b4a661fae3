namespace MetricPlugins.Losses;

/// <summary>Maximises the mean log-probability of each anchor's positives in a softmax over all other samples.</summary>
/// <remarks>A term is an anchor i with a positive: −1/|P(i)| Σ_p log e^{s_ip/τ} / Σ_{a≠i} e^{s_ia/τ}, s = z_i·z_j; active while a
/// negative is as similar as the least similar positive. Khosla et al., "Supervised contrastive learning" (NeurIPS 2020),
/// eq. 2 (L_out).</remarks>
/// <param name="options">Settings.</param>
[Plugin("supcon", Summary = "Maximises the mean log-probability of each anchor's positives in a softmax over all other samples.")]
public sealed class SupConLoss(SupConLoss.Options options) : PairLoss
{
    /// <summary>Settings of <see cref="SupConLoss"/>.</summary>
    /// <param name="Temperature">τ, temperature of the softmax: the smaller, the more the nearest samples count.</param>
    public sealed record Options([Range(0.001, 100.0)] double Temperature = 0.07);

    /// <inheritdoc/>
    public override LossResult Compute(Batch batch)
    {
        // Excludes each sample's comparison with itself: the offset on the diagonal makes its exponential 0.
        var (rows, columns) = (batch.Embeddings.shape[0], batch.References.shape[0]);
        var offsets = zeros(rows, columns, batch.Embeddings.dtype, batch.Embeddings.device);
        offsets.diagonal().fill_(-1e38);
        var similarities = offsets.addmm(batch.Embeddings / options.Temperature, batch.References.t());
        var positives = Pairwise.SameClass(batch);
        positives.diagonal().fill_(false);

        // Multiplying by a 0/1 mask is several times faster than selecting by a boolean mask.
        var isPositive = positives.to(similarities.dtype);
        var counts = isPositive.sum(1);
        var values = -(similarities.log_softmax(1) * isPositive).sum(1) / counts.clamp_min(1);

        var constant = similarities.detach();
        var nearestNegative = constant.masked_fill(positives, double.NegativeInfinity).amax(1);
        var farthestPositive = constant.masked_fill(positives.logical_not(), double.PositiveInfinity).amin(1);
        return LossResult.Of(values, counts.gt(0), nearestNegative.ge(farthestPositive));
    }
}
