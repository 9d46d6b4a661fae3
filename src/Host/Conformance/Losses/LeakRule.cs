namespace MetricPlugins.Host.Conformance.Losses;

internal sealed class LeakRule() : Rule("leaks", "No tensor is left behind by a call.")
{
    private const int Calls = 200;
    private const int First = 10;

    protected override Finding Try(Subject subject)
    {
        const string tried = "200 calls on 16 samples";
        long before = 0, after = 0;
        new LossProbe(subject).Train(16, 4, First + Calls, call =>
        {
            if (call == First - 1)
                before = Live();
            after = Live();
        });
        return after <= before ? Finding.Passed(tried) : Finding.Failed(tried, $"{after - before} tensors are left: make them in Compute's dispose scope, and keep none but a fixed number");
    }

    /// <summary>Tensors this thread has made and not disposed. <c>Tensor.TotalCount</c> of TorchSharp 0.107 counts the data of each
    /// parameter twice.</summary>
    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
