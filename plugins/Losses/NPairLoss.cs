namespace MetricPlugins.Losses;

/// <summary>Tells an anchor's positive from one positive of every other class, one anchor a class.</summary>
/// <remarks>A term is a class with two samples, an anchor and a positive: cross-entropy of the row scale·s_ij over the positives
/// j of all classes against its own, s_ij = a_i·p_j; active while another class's positive is as similar as its own. Sohn,
/// "Improved deep metric learning with multi-class N-pair loss objective" (NeurIPS 2016), eq. 7.</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Number of classes, and source of the random pairs.</param>
[Plugin("npair", Summary = "Tells an anchor's positive from one positive of every other class, one anchor a class.")]
public sealed class NPairLoss(NPairLoss.Options options, LossContext context) : PairLoss
{
    /// <summary>Settings of <see cref="NPairLoss"/>.</summary>
    /// <param name="Scale">What similarities are multiplied by. At 1 the loss of unit embeddings stays far from 0, whatever they are: above 1.37 for
    /// ten classes.</param>
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
        var (anchors, partners, isPair) = Choose(batch);
        var similarities = batch.Embeddings.index_select(0, anchors).mm(batch.References.index_select(0, partners).t());
        var own = similarities.diag();
        var itself = eye(anchors.shape[0], dtype: ScalarType.Bool, device: similarities.device);
        var rivals = similarities.masked_fill(itself.logical_or(isPair.logical_not()), double.NegativeInfinity);
        var values = SoftHinge.Of((options.Scale * rivals).logsumexp(1) - options.Scale * own);
        return LossResult.Of(values, isPair, rivals.detach().amax(1).ge(own.detach()));
    }

    /// <summary>Rows, references, and whether they are a pair. As many places as there may be pairs, so that no step waits for the
    /// device: classes without a pair leave places over.</summary>
    private (Tensor Anchors, Tensor Partners, Tensor IsPair) Choose(Batch batch)
    {
        using var _ = no_grad();
        var (labels, samples) = ByClass(batch.Labels);
        var (sorted, references) = ByClass(batch.ReferenceLabels);

        // The first reference of an anchor's class, or the second where the first is the anchor.
        var place = searchsorted(sorted, labels);
        place = (place + references.index_select(0, place).eq(samples).to(ScalarType.Int64)).clamp_max(sorted.shape[0] - 1);
        var partners = references.index_select(0, place);

        var isFirst = searchsorted(labels, labels).eq(arange(labels.shape[0], device: labels.device));
        var isPair = isFirst.logical_and(labels.ge(0)).logical_and(sorted.index_select(0, place).eq(labels)).logical_and(partners.ne(samples));
        var order = isPair.to(ScalarType.Byte).sort(0, descending: true, stable: true).Indices;
        order = order.narrow(0, 0, Math.Min(context.Classes, labels.shape[0]));
        return (samples.index_select(0, order), partners.index_select(0, order), isPair.index_select(0, order));
    }

    /// <summary>Sorted labels and whose they are; within a class in the order of the batch, or in a random one.</summary>
    private (Tensor Labels, Tensor Samples) ByClass(Tensor labels)
    {
        if (options.Pairs == PairChoice.First)
            return labels.sort(0, stable: true);

        var order = randperm(labels.shape[0], generator: context.Generator).to(labels.device);
        var (sorted, places) = labels.index_select(0, order).sort(0, stable: true);
        return (sorted, order.index_select(0, places));
    }
}
