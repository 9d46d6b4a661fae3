namespace MetricPlugins;

/// <summary>What a loss says of one batch. All three are new scalar tensors on the batch's device, so that no step waits for an
/// accelerator; the host disposes them.</summary>
/// <param name="Loss">The scalar to minimise, part of the gradient's graph. 0 with a zero gradient when the batch has no
/// terms; never NaN on finite embeddings.</param>
/// <param name="Terms">int64: how many terms the loss looked at.</param>
/// <param name="Active">int64, at most <paramref name="Terms"/>: how many of them are active, as the loss defines it.</param>
public sealed record LossResult(Tensor Loss, Tensor Terms, Tensor Active)
{
    /// <summary>The mean of non-negative terms of which the positive ones are active.</summary>
    /// <param name="values">Term values, any shape; entries outside <paramref name="mask"/> may be anything, NaN too,
    /// provided their gradients are finite.</param>
    /// <param name="mask">bool, same shape: which entries are terms.</param>
    /// <param name="average">The divisor: all terms, or the active ones. A divisor of 0 counts as 1.</param>
    public static LossResult Of(Tensor values, Tensor mask, TermAverage average)
    {
        var terms = values.masked_fill(mask.logical_not(), 0.0);
        var count = mask.sum();
        var active = terms.detach().gt(0).sum();
        var divisor = average == TermAverage.Active ? active : count;
        return new LossResult(terms.sum() / divisor.clamp_min(1), count, active);
    }

    /// <summary>The mean of non-negative terms of which the positive ones are active, where their number is known without a look
    /// at the device.</summary>
    /// <param name="values">Term values, any shape; 0 where there is no term.</param>
    /// <param name="count">How many terms there are.</param>
    /// <param name="average">The divisor: all terms, or the active ones. A divisor of 0 counts as 1.</param>
    public static LossResult Of(Tensor values, long count, TermAverage average)
    {
        var active = values.detach().gt(0).sum();
        var sum = values.sum();
        var loss = average == TermAverage.Active ? sum / active.clamp_min(1) : sum / Math.Max(count, 1);
        return new LossResult(loss, full(Array.Empty<long>(), count, ScalarType.Int64, values.device), active);
    }

    /// <summary>The mean of terms, those among them active that the loss marks.</summary>
    /// <param name="values">Term values, any shape; entries outside <paramref name="mask"/> may be anything, provided their
    /// gradients are finite.</param>
    /// <param name="mask">bool, same shape: which entries are terms.</param>
    /// <param name="isActive">bool, same shape: which of them are active; entries outside <paramref name="mask"/> do not count.</param>
    public static LossResult Of(Tensor values, Tensor mask, Tensor isActive)
    {
        var count = mask.sum();
        var sum = values.masked_fill(mask.logical_not(), 0.0).sum();
        return new LossResult(sum / count.clamp_min(1), count, isActive.logical_and(mask).sum());
    }
}
