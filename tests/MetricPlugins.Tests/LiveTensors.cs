namespace MetricPlugins.Tests;

/// <summary>Counts the tensors that this thread has made and not disposed; one left to the garbage collector stays in the count.</summary>
/// <remarks><c>Tensor.TotalCount</c> of TorchSharp 0.107 counts the data of each <c>Parameter</c> twice and takes it off once.</remarks>
internal static class LiveTensors
{
    public static long Count() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
