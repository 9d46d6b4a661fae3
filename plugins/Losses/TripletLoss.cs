namespace MetricPlugins.Losses;

/// <summary>Wants every positive nearer to its anchor than a negative, by a margin.</summary>
/// <remarks>A term is a triplet: [D(a,p) − D(a,n) + m]₊, active while its value is above 0. Schroff, Kalenichenko and
/// Philbin, "FaceNet: a unified embedding for face recognition and clustering" (CVPR 2015), eq. 3 (squared distances);
/// hard mining: Hermans, Beyer and Leibe, "In defense of the triplet loss" (2017), eq. 5.</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Source of the random triplets.</param>
[Plugin("triplet", Summary = "Wants every positive nearer to its anchor than a negative, by a margin.")]
public sealed class TripletLoss(TripletLoss.Options options, LossContext context) : PairLoss
{
    /// <summary>Settings of <see cref="TripletLoss"/>.</summary>
    /// <param name="Margin">m, in units of the distance (unit embeddings: 0 to 2, or to 4 when squared).</param>
    /// <param name="Distance">D.</param>
    /// <param name="Mining">Which triplets are looked at.</param>
    /// <param name="Average">Over all terms, or over the active ones.</param>
    public sealed record Options(
        [Range(0.0, 4.0)] double Margin = 1.0,
        DistanceKind Distance = DistanceKind.Euclidean,
        MiningKind Mining = MiningKind.Hard,
        TermAverage Average = TermAverage.All);

    /// <summary>What a triplet compares.</summary>
    public enum DistanceKind
    {
        /// <summary>d.</summary>
        Euclidean,

        /// <summary>d².</summary>
        Squared,
    }

    /// <summary>Which triplets a batch is taken apart into. An anchor counts when it has a positive and a negative.</summary>
    public enum MiningKind
    {
        /// <summary>One an anchor: its farthest positive with its nearest negative.</summary>
        Hard,

        /// <summary>One an ordered positive pair: the nearest negative farther than the positive, else the farthest.</summary>
        Semihard,

        /// <summary>Every triplet, in O(B²) memory.</summary>
        All,

        /// <summary>One an anchor: a positive and a negative drawn uniformly.</summary>
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
        // What is farthest by squares is farthest.
        var squares = Pairwise.SquaredEuclidean(batch.Embeddings.detach(), batch.References.detach());
        var (farthest, positive) = Keep(squares, positives, double.NegativeInfinity).max(1, true);
        var (nearest, negative) = Keep(squares, negatives, double.PositiveInfinity).min(1, true);

        // NaN stays in: a loss that is not finite stops the run.
        return OneEach(batch, farthest.ne(double.NegativeInfinity).logical_and(nearest.ne(double.PositiveInfinity)), positive, negative);
    }

    private LossResult Semihard(Tensor distances, Tensor positives, Tensor negatives)
    {
        // Row by row: the negatives in order of distance, and for each positive its place among them.
        var ordered = Keep(distances, negatives, double.PositiveInfinity).sort(1).Values;
        var place = searchsorted(ordered.detach(), distances.detach(), right: true);
        var nearestFarther = ordered.gather(1, place.clamp_max(distances.shape[1] - 1));
        var farthest = Keep(distances, negatives, double.NegativeInfinity).max(1, true).values;
        var chosen = where(place.lt(negatives.sum(1, true)), nearestFarther, farthest);
        return LossResult.Of(Hinge(distances, chosen), positives.logical_and(negatives.any(1, true)), options.Average);
    }

    /// <remarks>The sum of the active triplets is linear in the distances: D(a,p) stands in it once for every negative nearer
    /// than D(a,p) + m, −D(a,n) once for every positive that reaches beyond it. The counts are constants, and placing each
    /// negative among the few sorted positives of its anchor gives both.</remarks>
    private LossResult All(Batch batch, Tensor positives, Tensor negatives)
    {
        var squares = OneWay.Squares(batch);
        var distances = options.Distance == DistanceKind.Squared ? squares : OneWay.Roots(squares);
        var constant = distances.detach();
        // On the CPU there is nothing to wait for, and few columns cost less than all of them.
        var most = positives.is_cpu() ? positives.sum(1).amax(0).item<long>() : positives.shape[1];
        var (reach, columns) = Keep(constant + options.Margin, positives, double.NegativeInfinity).topk((int)most, 1);
        (reach, columns) = (reach.flip(1), columns.flip(1));
        var place = searchsorted(reach, Keep(constant, negatives, double.PositiveInfinity), right: true);

        // A negative in place k is within the reach of all positives from the k-th on.
        var placed = zeros([place.shape[0], most + 1], constant.dtype, constant.device)
            .scatter_add_(1, place, ones([1, 1], constant.dtype, constant.device).expand(place.shape));
        var rivalsWithin = placed.cumsum(1).narrow(1, 0, most);
        var counts = (place - most).to(constant.dtype).scatter_add_(1, columns, rivalsWithin);

        var terms = positives.sum(1).mul(negatives.sum(1)).sum();
        var active = rivalsWithin.sum(ScalarType.Int64);
        var divisor = (options.Average == TermAverage.Active ? active : terms).clamp_min(1);
        var sum = counts.mul(constant).sum() + active.to(constant.dtype) * options.Margin;

        // A pair of the batch stands in two rows, in each with its other end fixed: either row's gradient takes the counts of both.
        var own = counts.narrow(1, 0, counts.shape[0]);
        own.add_(own.t().contiguous());
        var bothWays = counts.mul(distances).sum();
        return new LossResult((bothWays + (sum - bothWays.detach())) / divisor, terms, active);
    }

    private LossResult Random(Batch batch, Tensor positives, Tensor negatives) => OneEach(
        batch, positives.any(1, true).logical_and(negatives.any(1, true)),
        RandomColumn.Of(positives, context.Generator), RandomColumn.Of(negatives, context.Generator));

    /// <summary>One triplet an anchor that has both a positive and a negative, which are given as columns.</summary>
    private LossResult OneEach(Batch batch, Tensor hasBoth, Tensor positive, Tensor negative)
    {
        var hinge = Hinge(Measure(ChosenPairs.Distances(batch, positive)), Measure(ChosenPairs.Distances(batch, negative)));
        return LossResult.Of(hinge, hasBoth, options.Average);
    }

    private Tensor Hinge(Tensor positive, Tensor negative) => functional.relu(positive - negative + options.Margin);

    private static Tensor Keep(Tensor distances, Tensor mask, double elsewhere) =>
        distances.masked_fill(mask.logical_not(), elsewhere);
}
