namespace MetricPlugins.Host.Images;

/// <summary>A colour image in memory: rows from top to bottom, three bytes a pixel, red first, no gaps.</summary>
internal readonly record struct RgbImage(int Width, int Height, byte[] Pixels)
{
    public const int Channels = 3;

    /// <summary>As Pillow has it: what is larger is an attack rather than a photograph.</summary>
    public const long MostPixels = 178_956_970;

    public static RgbImage OfSize(int width, int height) => new(width, height, new byte[width * height * Channels]);
}
