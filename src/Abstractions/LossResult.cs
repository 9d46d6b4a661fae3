namespace MetricPlugins;

/// <summary>The result of a loss on one batch. All three are new scalar tensors on the batch's device, so that no step waits for an
/// accelerator; the host disposes them.</summary>
/// <param name="Loss">The scalar to minimise, part of the gradient graph. If the batch has no terms it is 0 with a zero
/// gradient; it is never NaN on finite embeddings.</param>
/// <param name="Terms">int64: number of terms of the loss.</param>
/// <param name="Active">int64, at most <paramref name="Terms"/>: number of active terms, as the loss defines active.</param>
public sealed record LossResult(Tensor Loss, Tensor Terms, Tensor Active)
{
    /// <summary>The mean of non-negative terms; terms above 0 are active.</summary>
    /// <param name="values">Term values, any shape; entries outside <paramref name="mask"/> may have any value, even NaN, if
    /// their gradients are finite.</param>
    /// <param name="mask">bool, same shape: which entries are terms.</param>
    /// <param name="average">The divisor: the number of all terms or of active terms. A divisor of 0 counts as 1.</param>
    public static LossResult Of(Tensor values, Tensor mask, TermAverage average)
    {
        var terms = values.masked_fill(mask.logical_not(), 0.0);
        var count = mask.sum();
        var active = terms.detach().gt(0).sum();
        var divisor = average == TermAverage.Active ? active : count;
        return new LossResult(terms.sum() / divisor.clamp_min(1), count, active);
    }

    /// <summary>The mean of non-negative terms; terms above 0 are active. For losses that know the number of terms without reading it from
    /// the device.</summary>
    /// <param name="values">Term values, any shape; 0 for entries that are not terms.</param>
    /// <param name="count">Number of terms.</param>
    /// <param name="average">The divisor: the number of all terms or of active terms. A divisor of 0 counts as 1.</param>
    public static LossResult Of(Tensor values, long count, TermAverage average)
    {
        var active = values.detach().gt(0).sum();
        var sum = values.sum();
        var loss = average == TermAverage.Active ? sum / active.clamp_min(1) : sum / Math.Max(count, 1);
        return new LossResult(loss, full(Array.Empty<long>(), count, ScalarType.Int64, values.device), active);
    }

    /// <summary>The mean of terms, with active terms given by a mask.</summary>
    /// <param name="values">Term values, any shape; entries outside <paramref name="mask"/> may have any value if their
    /// gradients are finite.</param>
    /// <param name="mask">bool, same shape: which entries are terms.</param>
    /// <param name="isActive">bool, same shape: which terms are active; entries outside <paramref name="mask"/> are ignored.</param>
    public static LossResult Of(Tensor values, Tensor mask, Tensor isActive)
    {
        var count = mask.sum();
        var sum = values.masked_fill(mask.logical_not(), 0.0).sum();
        return new LossResult(sum / count.clamp_min(1), count, isActive.logical_and(mask).sum());
    }
}
