namespace MetricPlugins.Losses;

/// <summary>Classifies each positive against all negatives of its anchor.</summary>
/// <remarks>A term is an ordered positive pair (i, p) whose anchor has a negative: −log e^{s_ip/τ} / (e^{s_ip/τ} + Σ_n e^{s_in/τ}),
/// s = z_i·z_j; active while a negative is as similar as the positive. Van den Oord, Li and Vinyals, "Representation learning
/// with contrastive predictive coding" (2018), eq. 4, with positives given by labels.</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Gives the generator that draws positives.</param>
[Plugin("infonce", Summary = "Classifies each positive against all negatives of its anchor.")]
public sealed class InfoNceLoss(InfoNceLoss.Options options, LossContext context) : PairLoss
{
    /// <summary>Settings of <see cref="InfoNceLoss"/>.</summary>
    /// <param name="Temperature">τ, temperature of the softmax: the smaller, the more the nearest negatives count.</param>
    /// <param name="Positives">Which positives of an anchor are terms.</param>
    public sealed record Options([Range(0.001, 100.0)] double Temperature = 0.07, PositiveChoice Positives = PositiveChoice.All);

    /// <summary>Which positives of an anchor are terms.</summary>
    public enum PositiveChoice
    {
        /// <summary>All, one term each.</summary>
        All,

        /// <summary>One, drawn uniformly.</summary>
        One,
    }

    /// <inheritdoc/>
    public override LossResult Compute(Batch batch)
    {
        var similarities = Pairwise.Similarity(batch) / options.Temperature;
        var (positives, negatives) = Pairwise.Masks(batch);
        var rivals = similarities.masked_fill(negatives.logical_not(), double.NegativeInfinity);
        var mask = positives.logical_and(negatives.any(1, true));
        if (options.Positives == PositiveChoice.One)
        {
            similarities = similarities.gather(1, RandomColumn.Of(positives, context.Generator));
            mask = mask.any(1, true);
        }

        // −log softmax of the positive = softplus(log-sum-exp of the negatives − the positive).
        var values = SoftHinge.Of(rivals.logsumexp(1, true) - similarities);
        return LossResult.Of(values, mask, rivals.detach().amax([1], true).ge(similarities.detach()));
    }
}
