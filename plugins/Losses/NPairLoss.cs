namespace MetricPlugins.Losses;

/// <summary>Classifies each anchor's positive against one positive of every other class, one anchor per class.</summary>
/// <remarks>A term is a class i with two samples in the batch, an anchor a_i and a positive p_i: the cross-entropy of scale·s_ij over the
/// positives j of all classes, target i, with s_ij = a_i·p_j. It is active while s_ij ≥ s_ii for some other class j. Sohn,
/// "Improved deep metric learning with multi-class N-pair loss objective" (NeurIPS 2016), eq. 7.</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Gives the number of classes and the generator that draws pairs.</param>
[Plugin("npair", Summary = "Classifies each anchor's positive against one positive of every other class, one anchor per class.")]
public sealed class NPairLoss(NPairLoss.Options options, LossContext context) : PairLoss
{
    /// <summary>Settings of <see cref="NPairLoss"/>.</summary>
    /// <param name="Scale">Factor on the similarities. At 1 the loss of unit embeddings cannot come near 0: with ten classes it stays
    /// above 1.37.</param>
    /// <param name="Pairs">Which two samples of a class are its anchor and positive.</param>
    public sealed record Options([Range(0.01, 1000.0)] double Scale = 1.0, PairChoice Pairs = PairChoice.Random);

    /// <summary>Which two samples of a class are its anchor and positive.</summary>
    public enum PairChoice
    {
        /// <summary>Two drawn uniformly.</summary>
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

    /// <summary>Rows of anchors, rows of their positives, and a mask of the valid pairs. The length is the largest possible number of
    /// pairs, so that no step waits for the device; unused entries are masked.</summary>
    private (Tensor Anchors, Tensor Partners, Tensor IsPair) Choose(Batch batch)
    {
        using var _ = no_grad();
        var (labels, samples) = ByClass(batch.Labels);
        var (sorted, references) = ByClass(batch.ReferenceLabels);

        // The first reference of the anchor's class, or the second if the first is the anchor itself.
        var place = searchsorted(sorted, labels);
        place = (place + references.index_select(0, place).eq(samples).to(ScalarType.Int64)).clamp_max(sorted.shape[0] - 1);
        var partners = references.index_select(0, place);

        var isFirst = searchsorted(labels, labels).eq(arange(labels.shape[0], device: labels.device));
        var isPair = isFirst.logical_and(labels.ge(0)).logical_and(sorted.index_select(0, place).eq(labels)).logical_and(partners.ne(samples));
        var order = isPair.to(ScalarType.Byte).sort(0, descending: true, stable: true).Indices;
        order = order.narrow(0, 0, Math.Min(context.Classes, labels.shape[0]));
        return (samples.index_select(0, order), partners.index_select(0, order), isPair.index_select(0, order));
    }

    /// <summary>Sorted labels and the samples they belong to; within a class in batch order or in random order.</summary>
    private (Tensor Labels, Tensor Samples) ByClass(Tensor labels)
    {
        if (options.Pairs == PairChoice.First)
            return labels.sort(0, stable: true);

        var order = randperm(labels.shape[0], generator: context.Generator).to(labels.device);
        var (sorted, places) = labels.index_select(0, order).sort(0, stable: true);
        return (sorted, order.index_select(0, places));
    }
}
