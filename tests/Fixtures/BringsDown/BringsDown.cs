using System.Diagnostics;
using MetricPlugins;

[Plugin("dies", Summary = "Ends its process, as a fault in a native library does.")]
public sealed class Dies : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        Process.GetCurrentProcess().Kill();
        return LossResult.Of(batch.Embeddings.square(), 1, TermAverage.All);
    }
}

[Plugin("hangs", Summary = "Never comes back.")]
public sealed class Hangs : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        Thread.Sleep(Timeout.Infinite);
        return LossResult.Of(batch.Embeddings.square(), 1, TermAverage.All);
    }
}

[Plugin("sound", Summary = "Keeps every rule.")]
public sealed class Sound : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var (positives, _) = Pairwise.Masks(batch);
        return LossResult.Of(Pairwise.Euclidean(batch).square(), positives, TermAverage.All);
    }
}

[Plugin("throws", Summary = "Throws at every batch that has outliers.")]
public sealed class Throws : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var (positives, _) = Pairwise.Masks(batch);
        return batch.Labels.min().item<long>() < 0
            ? throw new InvalidOperationException("outliers are not foreseen")
            : LossResult.Of(Pairwise.Euclidean(batch).square(), positives, TermAverage.All);
    }
}
