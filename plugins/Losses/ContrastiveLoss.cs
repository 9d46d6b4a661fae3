namespace MetricPlugins.Losses;

/// <summary>Pulls same-class pairs together and pushes different-class pairs at least a margin apart.</summary>
/// <remarks>A term is a pair: d² for a positive, [m − d]₊² for a negative; active while its value is above 0. Hadsell, Chopra
/// and LeCun, "Dimensionality reduction by learning an invariant mapping" (CVPR 2006), eq. 4, without the factor of one
/// half.</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Gives the generator that draws balanced pairs.</param>
[Plugin("contrastive", Summary = "Pulls same-class pairs together and pushes different-class pairs at least a margin apart.")]
public sealed class ContrastiveLoss(ContrastiveLoss.Options options, LossContext context) : PairLoss
{
    /// <summary>Settings of <see cref="ContrastiveLoss"/>.</summary>
    /// <param name="Margin">m: distance beyond which a negative pair costs nothing (unit embeddings: 0 to 2).</param>
    /// <param name="Pairs">Which pairs are terms.</param>
    /// <param name="Average">Whether the mean is over all terms or over the active ones.</param>
    public sealed record Options(
        [Range(0.0, 2.0)] double Margin = 1.0, PairChoice Pairs = PairChoice.All, TermAverage Average = TermAverage.All);

    /// <summary>Which pairs of a batch are terms.</summary>
    public enum PairChoice
    {
        /// <summary>Every unordered pair.</summary>
        All,

        /// <summary>For every anchor that has both: one positive and one negative, drawn uniformly.</summary>
        Balanced,
    }

    /// <inheritdoc/>
    public override LossResult Compute(Batch batch) => options.Pairs == PairChoice.Balanced ? Balanced(batch) : All(batch);

    private LossResult All(Batch batch)
    {
        // Each pair within the batch appears twice. The two gradients, each to one end, add up to the pair's; the upper triangle counts
        // its value once. A sample's distance to itself has no gradient.
        var squares = OneWay.Squares(batch);

        // Interpolating with weights 0 and 1 selects exactly and is several times faster than a boolean mask.
        var isPositive = Pairwise.SameClass(batch).to(squares.dtype);
        var values = lerp(Shortfall(OneWay.Roots(squares)).square(), squares, isPositive);

        var (rows, columns) = (values.shape[0], values.shape[1]);
        var terms = full(Array.Empty<long>(), rows * columns - rows * (rows + 1) / 2, ScalarType.Int64, values.device);
        var once = values.detach().triu(1);
        var active = once.gt(0).sum();
        var twice = values.sum();
        var divisor = (options.Average == TermAverage.Active ? active : terms).clamp_min(1);
        return new LossResult((twice + (once.sum() - twice.detach())) / divisor, terms, active);
    }

    private LossResult Balanced(Batch batch)
    {
        var (positives, negatives) = Pairwise.Masks(batch);
        var positive = ChosenPairs.Distances(batch, RandomColumn.Of(positives, context.Generator));
        var negative = ChosenPairs.Distances(batch, RandomColumn.Of(negatives, context.Generator));
        var hasBoth = positives.any(1, true).logical_and(negatives.any(1, true));
        return LossResult.Of(cat([positive, Shortfall(negative)], 1).square(), hasBoth.expand(-1, 2), options.Average);
    }

    /// <summary>[margin − distance]₊.</summary>
    private Tensor Shortfall(Tensor distances) => functional.relu(options.Margin - distances);
}
