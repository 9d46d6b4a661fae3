using MetricPlugins.Host.Features;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>What the trained part of a model reads of a split, on the CPU: images, vectors, or a backbone's features.</summary>
/// <param name="Inputs">[N, …].</param>
/// <param name="Labels">[N], int64.</param>
/// <param name="LeftOut">Samples of the split that could not be read, and are not among the N.</param>
internal sealed record SplitInputs(Tensor Inputs, Tensor Labels, IReadOnlyList<BrokenSample> LeftOut) : IDisposable
{
    /// <summary>Where each of the N stands in the dataset's split.</summary>
    public long[] Places => Kept((int)Labels.shape[0] + LeftOut.Count, LeftOut);

    /// <summary>Inputs of the samples that are not left out, with their labels.</summary>
    public static SplitInputs Of(Samples samples, Tensor inputs, IReadOnlyList<BrokenSample> leftOut)
    {
        if (leftOut.Count == 0)
            return new SplitInputs(inputs, samples.Labels.detach(), leftOut);
        using var kept = tensor(Kept(samples.Count, leftOut));
        return new SplitInputs(inputs, samples.Labels.index_select(0, kept), leftOut);
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }

    private static long[] Kept(int count, IReadOnlyList<BrokenSample> leftOut)
    {
        var left = leftOut.Select(sample => sample.Row).ToHashSet();
        return [.. Enumerable.Range(0, count).Where(row => !left.Contains(row)).Select(row => (long)row)];
    }
}
