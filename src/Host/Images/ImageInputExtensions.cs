namespace MetricPlugins.Host.Images;

/// <summary>What a model's <see cref="ImageInput"/> makes of an image.</summary>
internal static class ImageInputExtensions
{
    /// <summary>The square colour image that the model reads.</summary>
    public static RgbImage Apply(this ImageInput input, RgbImage image)
    {
        var size = input.Size;
        if (input.Fit == ImageFit.Stretch)
            return Resampler.Resize(image, size, size, 0, 0, size, input.Resampling);

        // The longer side is cut off to whole pixels, not rounded, as torchvision and Hugging Face do.
        var shorter = Math.Min(image.Width, image.Height);
        var (width, height) = ((int)((double)size * image.Width / shorter), (int)((double)size * image.Height / shorter));
        return Resampler.Resize(image, width, height, (width - size) / 2, (height - size) / 2, size, input.Resampling);
    }
}
