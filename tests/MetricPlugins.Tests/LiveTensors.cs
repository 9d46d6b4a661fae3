namespace MetricPlugins.Tests;

/// <summary>How many tensors there are, those that nobody holds any more not counted: another test may have left them to the collector.</summary>
internal static class LiveTensors
{
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }
}
