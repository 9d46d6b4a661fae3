using MetricPlugins.Host.Images;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>What the trained part of a model reads of a split, on the CPU: images, vectors, or a backbone's features.</summary>
/// <param name="Inputs">[N, …].</param>
/// <param name="Labels">[N], int64.</param>
/// <param name="LeftOut">Samples of the split that could not be read, and are not among the N.</param>
internal sealed record SplitInputs(Tensor Inputs, Tensor Labels, IReadOnlyList<BrokenImage> LeftOut) : IDisposable
{
    /// <summary>Where each of the N stands in the dataset's split.</summary>
    public long[] Places => BrokenImage.Others((int)Labels.shape[0] + LeftOut.Count, LeftOut);

    /// <summary>Inputs of the samples that are not left out, with their labels.</summary>
    public static SplitInputs Of(Samples samples, Tensor inputs, IReadOnlyList<BrokenImage> leftOut)
    {
        if (leftOut.Count == 0)
            return new SplitInputs(inputs, samples.Labels.detach(), leftOut);
        using var kept = tensor(BrokenImage.Others(samples.Count, leftOut));
        return new SplitInputs(inputs, samples.Labels.index_select(0, kept), leftOut);
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }
}
