using System.Runtime.InteropServices;
using SkiaSharp;

namespace MetricPlugins.Host.Images;

/// <summary>Decodes JPEG, PNG, WebP and BMP files and the first frame of GIF files, recognised by their first bytes, not their
/// names. Pixel values are decoded as in Pillow: colour profiles are ignored, transparency is dropped, and 16-bit values lose their lower
/// 8 bits.</summary>
internal static class ImageDecoder
{
    private const string NoImage = "it does not start like a JPEG, PNG, WebP, GIF or BMP file";
    private const string Cut = "its end is missing";

    /// <param name="path">The file.</param>
    /// <param name="exifOrientation">True to rotate and mirror the image by its EXIF orientation.</param>
    /// <exception cref="BrokenImageException">The image has another format or cannot be decoded completely.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    public static RgbImage Decode(string path, bool exifOrientation = false) => Decode(File.ReadAllBytes(path), exifOrientation);

    /// <param name="bytes">The content of an image file.</param>
    /// <param name="exifOrientation">True to rotate and mirror the image by its EXIF orientation.</param>
    /// <exception cref="BrokenImageException">The image has another format or cannot be decoded completely.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> bytes, bool exifOrientation = false)
    {
        if (bytes.IsEmpty)
            throw new BrokenImageException("it is empty");
        using var data = SKData.CreateCopy(bytes);
        using var stream = new SKMemoryStream(data);
        using var codec = SKCodec.Create(stream, out var opened)
            ?? throw new BrokenImageException(opened == SKCodecResult.IncompleteInput ? Cut : NoImage);
        if (!IsRead(codec.EncodedFormat))
            throw new BrokenImageException(NoImage);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > RgbImage.MostPixels)
            throw new BrokenImageException($"{width}×{height} pixels, more than {RgbImage.MostPixels}");

        if (!HasEnd(bytes, codec.EncodedFormat))
            throw new BrokenImageException(Cut);

        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var decoded = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        return decoded == SKCodecResult.Success
            ? WithoutAlpha(bitmap, exifOrientation ? codec.EncodedOrigin : SKEncodedOrigin.TopLeft)
            : throw new BrokenImageException(decoded == SKCodecResult.IncompleteInput ? Cut : $"its bytes are damaged ({decoded})");
    }

    /// <summary>True if a JPEG or PNG contains its end marker; Skia does not check for it after the last
    /// pixel.</summary>
    private static bool HasEnd(ReadOnlySpan<byte> bytes, SKEncodedImageFormat format) => format switch
    {
        SKEncodedImageFormat.Jpeg => bytes.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) > 0,
        SKEncodedImageFormat.Png => bytes.LastIndexOf((ReadOnlySpan<byte>)[.. "IEND"u8, 0xAE, 0x42, 0x60, 0x82]) > 0,
        _ => true,
    };

    /// <summary>The formats accepted here; Skia reads more, depending on the system that it was built for.</summary>
    private static bool IsRead(SKEncodedImageFormat format) => format is
        SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Gif or SKEncodedImageFormat.Bmp;

    private static RgbImage WithoutAlpha(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        var (width, height) = (bitmap.Width, bitmap.Height);
        var (bottom, right) = ((height - 1) * width, width - 1);

        // The offset of the pixel shown at the top left, and the strides to the pixels shown to the right and below.
        var (first, across, down) = origin switch
        {
            SKEncodedOrigin.TopRight => (right, -1, width),
            SKEncodedOrigin.BottomRight => (bottom + right, -1, -width),
            SKEncodedOrigin.BottomLeft => (bottom, 1, -width),
            SKEncodedOrigin.LeftTop => (0, width, 1),
            SKEncodedOrigin.RightTop => (bottom, -width, 1),
            SKEncodedOrigin.RightBottom => (bottom + right, -width, -1),
            SKEncodedOrigin.LeftBottom => (right, width, -1),
            _ => (0, 1, width),
        };
        var image = origin < SKEncodedOrigin.LeftTop ? RgbImage.OfSize(width, height) : RgbImage.OfSize(height, width);
        var stored = MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan());
        for (int y = 0, to = 0; y < image.Height; y++)
        {
            for (int x = 0, from = first + (y * down); x < image.Width; x++, from += across, to += RgbImage.Channels)
            {
                var pixel = stored[from];
                image.Pixels[to] = (byte)pixel;
                image.Pixels[to + 1] = (byte)(pixel >> 8);
                image.Pixels[to + 2] = (byte)(pixel >> 16);
            }
        }

        return image;
    }
}

/// <summary>A colour image in memory: rows from top to bottom, three bytes (RGB) per pixel, no padding.</summary>
internal readonly record struct RgbImage(int Width, int Height, byte[] Pixels)
{
    public const int Channels = 3;

    /// <summary>Pillow's limit: larger images are probably decompression bombs.</summary>
    public const long MostPixels = 178_956_970;

    public static RgbImage OfSize(int width, int height) => new(width, height, new byte[width * height * Channels]);
}

/// <summary>An image that cannot be read.</summary>
/// <param name="Row">Its position in the split.</param>
/// <param name="Name">Its file.</param>
/// <param name="Fault">What is wrong with it.</param>
internal sealed record BrokenImage(int Row, string Name, string Fault)
{
    /// <summary>The remaining positions without the broken images, in ascending order.</summary>
    public static long[] Others(int count, IReadOnlyList<BrokenImage> broken)
    {
        var left = broken.Select(image => image.Row).ToHashSet();
        return [.. Enumerable.Range(0, count).Where(row => !left.Contains(row)).Select(row => (long)row)];
    }
}

/// <summary>The bytes are not a complete image; the message says why, without the file name.</summary>
internal sealed class BrokenImageException(string message) : Exception(message);
