namespace MetricPlugins;

/// <summary>The samples of one split, in memory on the CPU.</summary>
public sealed class Samples : IDisposable
{
    /// <summary>Samples that own both tensors.</summary>
    /// <param name="inputs">uint8 images [N, channels, height, width], or float32 vectors [N, size].</param>
    /// <param name="labels">[N], int64: class indices from 0; −1 marks an outlier.</param>
    /// <exception cref="ArgumentException">A shape or type is another, or there are no samples.</exception>
    public Samples(Tensor inputs, Tensor labels)
    {
        var isImages = inputs.dtype == ScalarType.Byte && inputs.ndim == 4;
        var isVectors = inputs.dtype == ScalarType.Float32 && inputs.ndim == 2;
        if (!isImages && !isVectors)
            throw new ArgumentException(
                $"Inputs are uint8 images [N, channels, height, width] or float32 vectors [N, size]; got {inputs.dtype} [{string.Join(", ", inputs.shape)}].",
                nameof(inputs));
        if (labels.dtype != ScalarType.Int64 || labels.ndim != 1 || labels.shape[0] != inputs.shape[0] || labels.shape[0] == 0)
            throw new ArgumentException(
                $"Labels are one int64 a sample, of at least one sample; got {labels.dtype} [{string.Join(", ", labels.shape)}] for {inputs.shape[0]} samples.",
                nameof(labels));

        (Inputs, Labels) = (inputs, labels);
    }

    /// <summary>uint8 images [N, channels, height, width], or float32 vectors [N, size].</summary>
    public Tensor Inputs { get; }

    /// <summary>[N], int64: class indices from 0; −1 marks an outlier.</summary>
    public Tensor Labels { get; }

    /// <summary>N.</summary>
    public int Count => checked((int)Labels.shape[0]);

    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }
}
