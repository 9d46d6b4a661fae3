namespace MetricPlugins.Losses;

/// <summary>Tells one positive of each class from one of every other class, one anchor a class.</summary>
/// <remarks>A term is a class with two samples, an anchor and a positive: cross-entropy of the row scale·s_ij over the positives
/// j of all classes against its own, s_ij = a_i·p_j; active while another class's positive is as similar as its own. Sohn,
/// "Improved deep metric learning with multi-class N-pair loss objective" (NeurIPS 2016), eq. 7.</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Number of classes, and source of the random pairs.</param>
[Plugin("npair", Summary = "Tells one positive of each class from one of every other class, one anchor a class.")]
public sealed class NPairLoss(NPairLoss.Options options, LossContext context) : MetricLoss
{
    /// <summary>Settings of <see cref="NPairLoss"/>.</summary>
    /// <param name="Scale">What similarities are multiplied by; unit embeddings learn little at 1.</param>
    /// <param name="Pairs">Which two samples of a class are looked at.</param>
    public sealed record Options([Range(0.01, 1000.0)] double Scale = 1.0, PairChoice Pairs = PairChoice.Random);

    /// <summary>Which two samples of a class are looked at.</summary>
    public enum PairChoice
    {
        /// <summary>An anchor and a positive of it, drawn uniformly.</summary>
        Random,

        /// <summary>The first two in the batch.</summary>
        First,
    }

    /// <inheritdoc/>
    public override LossResult Compute(Batch batch)
    {
        var (positives, _) = Pairwise.Masks(batch);
        var (anchors, isPair) = Anchors(positives);
        var partners = Partners(positives.index_select(0, anchors));
        var similarities = batch.Embeddings.index_select(0, anchors).mm(batch.References.index_select(0, partners).t());

        var own = similarities.diag();
        var itself = eye(anchors.shape[0], dtype: ScalarType.Bool, device: similarities.device);
        var rivals = similarities.masked_fill(itself.logical_or(isPair.logical_not()), double.NegativeInfinity);
        var values = SoftHinge.Of((options.Scale * rivals).logsumexp(1) - options.Scale * own);
        return LossResult.Of(values, isPair, rivals.detach().amax(1).ge(own.detach()));
    }

    /// <summary>One sample of each class that has a positive, and whether it is one: their number is fixed, so that no step waits
    /// for the device, and classes without a pair leave places over.</summary>
    private (Tensor Anchors, Tensor IsPair) Anchors(Tensor positives)
    {
        var count = positives.shape[0];
        var order = options.Pairs == PairChoice.First ? arange(count) : randperm(count, generator: context.Generator);
        order = order.to(positives.device);
        var earlier = order.lt(order.unsqueeze(1)).logical_and(positives.narrow(1, 0, count));
        var isAnchor = positives.any(1).logical_and(earlier.any(1).logical_not());
        var (flags, samples) = isAnchor.to(ScalarType.Byte).sort(0, descending: true, stable: true);
        var places = Math.Min(context.Classes, count);
        return (samples.narrow(0, 0, places), flags.narrow(0, 0, places).gt(0));
    }

    private Tensor Partners(Tensor allowed) => options.Pairs == PairChoice.First
        ? allowed.to(ScalarType.Byte).argmax(1)
        : RandomColumn.Of(allowed, context.Generator).squeeze(1);
}
