using static TorchSharp.torch;

namespace MetricPlugins.Host.Images;

/// <summary>How to treat broken images: stop with an error, or leave out and count.</summary>
internal enum BadImages
{
    Stop,
    Skip,
}

/// <summary>The images of a split as inputs of a model, decoded in batches on as many threads as libtorch has.</summary>
/// <param name="samples">Image files or uint8 images; the caller keeps ownership.</param>
/// <param name="input">The model's input format; null for images of a single size, without preprocessing.</param>
/// <param name="bad">How to treat broken images.</param>
internal sealed class ImageSource(Samples samples, ImageInput? input, BadImages bad)
{
    private (int Width, int Height)? size = input is null ? null : (input.Size, input.Size);

    public int Count => samples.Count;

    /// <summary>Width and height of every image, in pixels.</summary>
    /// <exception cref="InvalidInputException">No image can be read, or the first cannot and broken images are errors.</exception>
    public (int Width, int Height) Size => size ?? First();

    /// <summary>[channels, height, width] of the first readable image, before preprocessing.</summary>
    /// <exception cref="InvalidInputException">No image can be read, or the first cannot and broken images are errors.</exception>
    public static long[] ShapeOf(Samples samples, BadImages bad)
    {
        if (samples.ImageFiles is null)
            return samples.Inputs.shape[1..];
        var (width, height) = new ImageSource(samples, null, bad).Size;
        return [RgbImage.Channels, height, width];
    }

    /// <summary>The images of some rows.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">Number of rows.</param>
    /// <exception cref="InvalidInputException">An image is broken or has a different size.</exception>
    public ImageChunk Read(int start, int count)
    {
        var shape = Size;
        var length = RgbImage.Channels * shape.Width * shape.Height;
        var pixels = new byte[(long)count * length];
        var faults = new string?[count];
        ForEach(count, i =>
        {
            try
            {
                var image = Decode(start + i);
                var fitted = input is null ? image : input.Apply(image);
                if ((fitted.Width, fitted.Height) != shape)
                    throw new InvalidInputException($"{Name(start + i)} has {image.Width}×{image.Height} pixels, the images before it {shape.Width}×{shape.Height}; this model needs images of a single size. Resize them if the model has an option for it (metric plugins show MODEL), or use another model.");
                ToPlanes(fitted, pixels.AsSpan(i * length, length));
            }
            catch (BrokenImageException e)
            {
                faults[i] = e.Message;
            }
        });
        return Chunk(start, pixels, faults, shape.Height, shape.Width);
    }

    /// <summary>Decodes every image and discards the result.</summary>
    /// <returns>The broken images, in order.</returns>
    /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
    public IReadOnlyList<BrokenImage> Check(CancellationToken cancellation)
    {
        var faults = new string?[Count];
        ForEach(Count, row =>
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                Decode(row);
            }
            catch (BrokenImageException e)
            {
                faults[row] = e.Message;
            }
        });
        return BrokenOf(faults, 0);
    }

    /// <summary>The exception for broken images that stop the work; at least one.</summary>
    public static InvalidInputException Refusal(IReadOnlyList<BrokenImage> broken) => new(
        $"{broken[0].Name} is a broken image: {broken[0].Fault}.{(broken.Count > 1 ? $" Also broken: {broken.Count - 1} more." : "")} Replace {(broken.Count > 1 ? "them" : "it")}, or leave such images out: --on-bad-image skip.");

    private static void ToPlanes(RgbImage image, Span<byte> planes)
    {
        var area = image.Width * image.Height;
        for (int pixel = 0, from = 0; pixel < area; pixel++, from += RgbImage.Channels)
        {
            planes[pixel] = image.Pixels[from];
            planes[area + pixel] = image.Pixels[from + 1];
            planes[2 * area + pixel] = image.Pixels[from + 2];
        }
    }

    /// <summary>Runs the action in parallel; rethrows the first exception instead of an AggregateException.</summary>
    private static void ForEach(int count, Action<int> action)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, action);
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private ImageChunk Chunk(int start, byte[] pixels, string?[] faults, int height, int width)
    {
        var broken = BrokenOf(faults, start);
        if (broken.Count > 0 && bad == BadImages.Stop)
            throw Refusal(broken);
        var length = RgbImage.Channels * height * width;
        int[] rows = [.. Enumerable.Range(0, faults.Length).Where(i => faults[i] is null)];
        for (var to = 0; broken.Count > 0 && to < rows.Length; to++)
            pixels.AsSpan(rows[to] * length, length).CopyTo(pixels.AsSpan(to * length));
        return new ImageChunk(pixels, [rows.Length, RgbImage.Channels, height, width], [.. rows.Select(i => start + i)], broken);
    }

    private List<BrokenImage> BrokenOf(string?[] faults, int start) =>
        [.. faults.Index().Where(f => f.Item is not null).Select(f => new BrokenImage(start + f.Index, Name(start + f.Index), f.Item!))];

    private (int Width, int Height) First()
    {
        for (var row = 0; ; row++)
        {
            try
            {
                var image = Decode(row);
                size ??= (image.Width, image.Height);
                return size.Value;
            }
            catch (BrokenImageException e)
            {
                if (bad == BadImages.Stop)
                    throw Refusal([new BrokenImage(row, Name(row), e.Message)]);
                if (row + 1 == Count)
                    throw new InvalidInputException($"All {Count} images are broken; the last is {Name(row)}: {e.Message}.", e);
            }
        }
    }

    private string Name(int row) => samples.ImageFiles?[row] ?? $"image {row}";

    /// <exception cref="BrokenImageException">The image cannot be read for any reason.</exception>
    private RgbImage Decode(int row)
    {
        if (samples.ImageFiles is not { } files)
            return FromMemory(row);
        try
        {
            return ImageDecoder.Decode(files[row], samples.ExifOrientation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokenImageException(e.Message);
        }
    }

    private RgbImage FromMemory(int row)
    {
        using var scope = NewDisposeScope();
        var image = samples.Inputs[row].permute(1, 2, 0).contiguous();
        if (image.shape[2] == 1)
            image = image.expand(-1, -1, RgbImage.Channels).contiguous();
        if (image.shape[2] != RgbImage.Channels)
            throw new InvalidInputException($"Images have one channel or three; these have {image.shape[2]}. Use a model that reads them without resizing.");
        return new RgbImage((int)image.shape[1], (int)image.shape[0], image.bytes.ToArray());
    }
}

/// <summary>Some images of a split.</summary>
/// <param name="Pixels">The readable images, plane by plane; the rest of the buffer is undefined.</param>
/// <param name="Shape">[read, 3, height, width].</param>
/// <param name="Rows">Their positions in the split.</param>
/// <param name="Broken">The unreadable images.</param>
internal sealed record ImageChunk(byte[] Pixels, long[] Shape, int[] Rows, IReadOnlyList<BrokenImage> Broken)
{
    /// <summary>uint8 images [read, 3, height, width] on the CPU.</summary>
    public Tensor ToTensor() => tensor(Pixels, ScalarType.Byte).narrow(0, 0, Shape.Aggregate((a, b) => a * b)).reshape(Shape);
}

/// <summary>Preprocesses an image by a model's <see cref="ImageInput"/>.</summary>
internal static class ImageInputExtensions
{
    /// <summary>The square colour image that the model reads.</summary>
    public static RgbImage Apply(this ImageInput input, RgbImage image)
    {
        var size = input.Size;
        if (input.Fit == ImageFit.Stretch)
            return Resampler.Resize(image, size, size, 0, 0, size, input.Resampling);

        // The longer side is truncated to whole pixels, not rounded, as in torchvision and Hugging Face.
        var shorter = Math.Min(image.Width, image.Height);
        var (width, height) = ((int)((double)size * image.Width / shorter), (int)((double)size * image.Height / shorter));
        return Resampler.Resize(image, width, height, (width - size) / 2, (height - size) / 2, size, input.Resampling);
    }
}
