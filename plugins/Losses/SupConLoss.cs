namespace MetricPlugins.Losses;

/// <summary>Gives each anchor's positives, together, the largest share of its similarity to all others.</summary>
/// <remarks>A term is an anchor i with a positive: −1/|P(i)| Σ_p log e^{s_ip/τ} / Σ_{a≠i} e^{s_ia/τ}, s = z_i·z_j; active while a
/// negative is as similar as the least similar positive. Khosla et al., "Supervised contrastive learning" (NeurIPS 2020),
/// eq. 2 (L_out).</remarks>
/// <param name="options">Settings.</param>
[Plugin("supcon", Summary = "Gives each anchor's positives, together, the largest share of its similarity to all others.")]
public sealed class SupConLoss(SupConLoss.Options options) : PairLoss
{
    /// <summary>Settings of <see cref="SupConLoss"/>.</summary>
    /// <param name="Temperature">τ: the smaller, the more the nearest samples count.</param>
    public sealed record Options([Range(0.001, 100.0)] double Temperature = 0.07);

    /// <inheritdoc/>
    public override LossResult Compute(Batch batch)
    {
        var similarities = Pairwise.Similarity(batch) / options.Temperature;
        var (positives, negatives) = Pairwise.Masks(batch);
        var counts = positives.sum(1);
        var others = similarities.masked_fill(eye(similarities.shape[0], similarities.shape[1], dtype: ScalarType.Bool, device: similarities.device), double.NegativeInfinity);
        var positiveSum = similarities.masked_fill(positives.logical_not(), 0.0).sum(1);
        var values = others.logsumexp(1) - positiveSum / counts.clamp_min(1);

        var constant = similarities.detach();
        var nearestNegative = constant.masked_fill(negatives.logical_not(), double.NegativeInfinity).amax(1);
        var farthestPositive = constant.masked_fill(positives.logical_not(), double.PositiveInfinity).amin(1);
        return LossResult.Of(values, counts.gt(0), nearestNegative.ge(farthestPositive));
    }
}
