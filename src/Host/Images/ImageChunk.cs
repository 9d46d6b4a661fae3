using static TorchSharp.torch;

namespace MetricPlugins.Host.Images;

/// <summary>Some images of a split.</summary>
/// <param name="Pixels">Those that could be read, plane by plane; what is behind them is of no meaning.</param>
/// <param name="Shape">[read, 3, height, width].</param>
/// <param name="Rows">Their places in the split.</param>
/// <param name="Broken">Those that could not.</param>
internal sealed record ImageChunk(byte[] Pixels, long[] Shape, int[] Rows, IReadOnlyList<BrokenImage> Broken)
{
    /// <summary>uint8 images [read, 3, height, width] on the CPU.</summary>
    public Tensor ToTensor() => tensor(Pixels, ScalarType.Byte).narrow(0, 0, Shape.Aggregate((a, b) => a * b)).reshape(Shape);
}
