namespace MetricPlugins.Losses;

/// <summary>Requires each positive to be nearer to its anchor than a negative, by a margin.</summary>
/// <remarks>A term is a triplet: [D(a,p) − D(a,n) + m]₊, active while its value is above 0. Schroff, Kalenichenko and
/// Philbin, "FaceNet: a unified embedding for face recognition and clustering" (CVPR 2015), eq. 3 (squared distances);
/// hard mining: Hermans, Beyer and Leibe, "In defense of the triplet loss" (2017), eq. 5.</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Gives the generator that draws triplets.</param>
[Plugin("triplet", Summary = "Requires each positive to be nearer to its anchor than a negative, by a margin.")]
public sealed class TripletLoss(TripletLoss.Options options, LossContext context) : PairLoss
{
    /// <summary>Settings of <see cref="TripletLoss"/>.</summary>
    /// <param name="Margin">m, in units of the distance (unit embeddings: 0 to 2, or to 4 when squared).</param>
    /// <param name="Distance">D, the distance that triplets compare.</param>
    /// <param name="Mining">Which triplets are terms.</param>
    /// <param name="Average">Whether the mean is over all terms or over the active ones.</param>
    public sealed record Options(
        [Range(0.0, 4.0)] double Margin = 1.0,
        DistanceKind Distance = DistanceKind.Euclidean,
        MiningKind Mining = MiningKind.Hard,
        TermAverage Average = TermAverage.All);

    /// <summary>The distance that triplets compare.</summary>
    public enum DistanceKind
    {
        /// <summary>Euclidean distance d.</summary>
        Euclidean,

        /// <summary>Squared Euclidean distance d².</summary>
        Squared,
    }

    /// <summary>Which triplets of a batch are terms. Anchors need both a positive and a negative.</summary>
    public enum MiningKind
    {
        /// <summary>One per anchor: its farthest positive and its nearest negative.</summary>
        Hard,

        /// <summary>One per ordered positive pair: the nearest negative farther than the positive, or the farthest negative if there is none.</summary>
        Semihard,

        /// <summary>All triplets, in O(B²) memory.</summary>
        All,

        /// <summary>One per anchor: a positive and a negative drawn uniformly.</summary>
        Random,
    }

    /// <inheritdoc/>
    public override LossResult Compute(Batch batch)
    {
        var (positives, negatives) = Pairwise.Masks(batch);
        return options.Mining switch
        {
            MiningKind.Hard => Hard(batch, positives, negatives),
            MiningKind.Semihard => Semihard(Distances(batch), positives, negatives),
            MiningKind.All => All(batch, positives, negatives),
            MiningKind.Random => Random(batch, positives, negatives),
            _ => throw new InvalidOperationException($"Bug in MetricPlugins: mining {options.Mining} has no code."),
        };
    }

    private Tensor Distances(Batch batch) => Measure(Pairwise.Euclidean(batch));

    private Tensor Measure(Tensor euclidean) => options.Distance == DistanceKind.Squared ? euclidean.square() : euclidean;

    private LossResult Hard(Batch batch, Tensor positives, Tensor negatives)
    {
        // Squared distances have the same order.
        var squares = Pairwise.SquaredEuclidean(batch.Embeddings.detach(), batch.References.detach());
        var (farthest, positive) = Keep(squares, positives, double.NegativeInfinity).max(1, true);
        var (nearest, negative) = Keep(squares, negatives, double.PositiveInfinity).min(1, true);

        // NaN is kept: a loss that is not finite stops the run.
        return OneEach(batch, farthest.ne(double.NegativeInfinity).logical_and(nearest.ne(double.PositiveInfinity)), positive, negative);
    }

    private LossResult Semihard(Tensor distances, Tensor positives, Tensor negatives)
    {
        // For each row: negatives sorted by distance, and the rank of each positive among them.
        var ordered = Keep(distances, negatives, double.PositiveInfinity).sort(1).Values;
        var place = searchsorted(ordered.detach(), distances.detach(), right: true);
        var nearestFarther = ordered.gather(1, place.clamp_max(distances.shape[1] - 1));
        var farthest = Keep(distances, negatives, double.NegativeInfinity).max(1, true).values;
        var chosen = where(place.lt(negatives.sum(1, true)), nearestFarther, farthest);
        return LossResult.Of(Hinge(distances, chosen), positives.logical_and(negatives.any(1, true)), options.Average);
    }

    /// <remarks>The sum over active triplets is linear in the distances: D(a,p) occurs once for every negative nearer than
    /// D(a,p) + m, and −D(a,n) once for every positive with D(a,p) + m > D(a,n). These counts are constants; ranking each
    /// negative among the few sorted positives of its anchor gives both.</remarks>
    private LossResult All(Batch batch, Tensor positives, Tensor negatives)
    {
        var squares = OneWay.Squares(batch);
        var distances = options.Distance == DistanceKind.Squared ? squares : OneWay.Roots(squares);
        var constant = distances.detach();
        // On the CPU reading a value costs no wait, and fewer columns are faster.
        var most = positives.is_cpu() ? positives.sum(1).amax(0).item<long>() : positives.shape[1];
        var (reach, columns) = Keep(constant + options.Margin, positives, double.NegativeInfinity).topk((int)most, 1);
        (reach, columns) = (reach.flip(1), columns.flip(1));
        var place = searchsorted(reach, Keep(constant, negatives, double.PositiveInfinity), right: true);

        // A negative of rank k is within reach of the k-th positive and all after it.
        var placed = zeros([place.shape[0], most + 1], constant.dtype, constant.device)
            .scatter_add_(1, place, ones([1, 1], constant.dtype, constant.device).expand(place.shape));
        var rivalsWithin = placed.cumsum(1).narrow(1, 0, most);
        var counts = (place - most).to(constant.dtype).scatter_add_(1, columns, rivalsWithin);

        var terms = positives.sum(1).mul(negatives.sum(1)).sum();
        var active = rivalsWithin.sum(ScalarType.Int64);
        var divisor = (options.Average == TermAverage.Active ? active : terms).clamp_min(1);
        var sum = counts.mul(constant).sum() + active.to(constant.dtype) * options.Margin;

        // Each pair within the batch appears in two rows, each with the other end held constant: both rows need the sum of their counts.
        var own = counts.narrow(1, 0, counts.shape[0]);
        own.add_(own.t().contiguous());
        var bothWays = counts.mul(distances).sum();
        return new LossResult((bothWays + (sum - bothWays.detach())) / divisor, terms, active);
    }

    private LossResult Random(Batch batch, Tensor positives, Tensor negatives) => OneEach(
        batch, positives.any(1, true).logical_and(negatives.any(1, true)),
        RandomColumn.Of(positives, context.Generator), RandomColumn.Of(negatives, context.Generator));

    /// <summary>One triplet for each anchor with both a positive and a negative; their columns are given.</summary>
    private LossResult OneEach(Batch batch, Tensor hasBoth, Tensor positive, Tensor negative)
    {
        var hinge = Hinge(Measure(ChosenPairs.Distances(batch, positive)), Measure(ChosenPairs.Distances(batch, negative)));
        return LossResult.Of(hinge, hasBoth, options.Average);
    }

    private Tensor Hinge(Tensor positive, Tensor negative) => functional.relu(positive - negative + options.Margin);

    private static Tensor Keep(Tensor distances, Tensor mask, double elsewhere) =>
        distances.masked_fill(mask.logical_not(), elsewhere);
}
