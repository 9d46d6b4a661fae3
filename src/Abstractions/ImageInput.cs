namespace MetricPlugins;

/// <summary>Square colour images of one size, as Pillow makes them: resampled with antialiasing, in 8 bits.</summary>
/// <remarks>Grey images become colour ones of three equal channels. They reach the model as all images do: [N, 3, size, size], scaled to
/// 0…1; what else they need, such as a mean taken off, is the model's.</remarks>
/// <param name="Size">Height and width, in pixels.</param>
/// <param name="Fit">How an image that is not square becomes so.</param>
/// <param name="Resampling">Between pixels.</param>
public sealed record ImageInput(int Size, ImageFit Fit = ImageFit.Crop, ImageResampling Resampling = ImageResampling.Bicubic);

/// <summary>How an image becomes square.</summary>
public enum ImageFit
{
    /// <summary>Its shorter side takes the size asked for, and the middle of the longer one is kept.</summary>
    Crop,

    /// <summary>Both sides take it, whatever their ratio was.</summary>
    Stretch,
}

/// <summary>The filter an image is resampled by.</summary>
public enum ImageResampling
{
    /// <summary>A triangle.</summary>
    Bilinear,

    /// <summary>Keys's cubic convolution with a = −1/2.</summary>
    Bicubic,
}
