namespace MetricPlugins;

/// <summary>The samples of one split, in memory on the CPU or as image files.</summary>
public sealed class Samples : IDisposable
{
    private readonly Tensor? inputs;

    /// <summary>Samples in memory, which take ownership of both tensors.</summary>
    /// <param name="inputs">uint8 images [N, channels, height, width], or float32 vectors [N, size].</param>
    /// <param name="labels">[N], int64: class indices from 0; −1 marks an outlier.</param>
    /// <exception cref="ArgumentException">A shape or type is wrong, or there are no samples.</exception>
    public Samples(Tensor inputs, Tensor labels)
    {
        var isImages = inputs.dtype == ScalarType.Byte && inputs.ndim == 4;
        var isVectors = inputs.dtype == ScalarType.Float32 && inputs.ndim == 2;
        if (!isImages && !isVectors)
            throw new ArgumentException(
                $"Inputs must be uint8 images [N, channels, height, width] or float32 vectors [N, size]; got {inputs.dtype} [{string.Join(", ", inputs.shape)}].",
                nameof(inputs));
        RequireLabels(labels, inputs.shape[0]);

        (this.inputs, Labels) = (inputs, labels);
    }

    /// <summary>JPEG, PNG, WebP, GIF and BMP files, which the host decodes to colour images. They have one size, or the host resizes them as the
    /// model requests (<see cref="EmbeddingModel.ImageInput"/>).</summary>
    /// <param name="imageFiles">Paths of the files, one sample each.</param>
    /// <param name="labels">[N], int64: class indices from 0; −1 marks an outlier.</param>
    /// <exception cref="ArgumentException">Labels are not one int64 per file, or there are no files.</exception>
    public Samples(IReadOnlyList<string> imageFiles, Tensor labels)
    {
        RequireLabels(labels, imageFiles.Count);
        (ImageFiles, Labels) = (imageFiles, labels);
    }

    /// <summary>uint8 images [N, channels, height, width], or float32 vectors [N, size].</summary>
    /// <exception cref="InvalidOperationException">The samples are <see cref="ImageFiles"/>.</exception>
    public Tensor Inputs => inputs ?? throw new InvalidOperationException("These samples are image files; they have no tensor in memory.");

    /// <summary>Paths of N image files; null if the samples are in memory.</summary>
    public IReadOnlyList<string>? ImageFiles { get; }

    /// <summary>True if the host rotates and mirrors JPEG and WebP files by their EXIF orientation; otherwise it ignores the
    /// orientation.</summary>
    public bool ExifOrientation { get; init; }

    /// <summary>[N], int64: class indices from 0; −1 marks an outlier.</summary>
    public Tensor Labels { get; }

    /// <summary>N, the number of samples.</summary>
    public int Count => checked((int)Labels.shape[0]);

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        inputs?.Dispose();
        Labels.Dispose();
    }

    private static void RequireLabels(Tensor labels, long count)
    {
        if (labels.dtype != ScalarType.Int64 || labels.ndim != 1 || labels.shape[0] != count || count == 0)
            throw new ArgumentException(
                $"Labels must be one int64 per sample, for at least one sample; got {labels.dtype} [{string.Join(", ", labels.shape)}] for {count} samples.",
                nameof(labels));
    }
}
