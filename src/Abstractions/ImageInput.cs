namespace MetricPlugins;

/// <summary>Square colour images of one size, resampled as in Pillow: with antialiasing, in 8 bits.</summary>
/// <remarks>Grey images become colour images with three equal channels. The model receives [N, 3, size, size], scaled to
/// 0…1; further preprocessing, such as subtracting a mean, is up to the model.</remarks>
/// <param name="Size">Height and width, in pixels.</param>
/// <param name="Fit">How images that are not square become square.</param>
/// <param name="Resampling">The resampling filter.</param>
public sealed record ImageInput(int Size, ImageFit Fit = ImageFit.Crop, ImageResampling Resampling = ImageResampling.Bicubic);

/// <summary>How images become square.</summary>
public enum ImageFit
{
    /// <summary>Resizes the shorter side to the requested size and crops the centre of the longer one.</summary>
    Crop,

    /// <summary>Resizes both sides to the requested size, ignoring the aspect ratio.</summary>
    Stretch,
}

/// <summary>The filter that images are resampled with.</summary>
public enum ImageResampling
{
    /// <summary>The triangle filter.</summary>
    Bilinear,

    /// <summary>Keys's cubic convolution with a = −1/2.</summary>
    Bicubic,
}
