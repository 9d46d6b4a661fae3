using System.Diagnostics;
using MetricPlugins;

/// <summary>Ends its process in the middle of training, as a fault in a native library does.</summary>
[Plugin("crashes", Summary = "Ends its process in the middle of training.")]
public sealed class Crashes : MetricLoss
{
    private int steps;

    public override LossResult Compute(Batch batch)
    {
        if (++steps == 3)
            Process.GetCurrentProcess().Kill();
        return LossResult.Of(batch.Embeddings.square(), 1, TermAverage.All);
    }
}
