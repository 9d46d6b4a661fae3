using System.Runtime.InteropServices;

namespace MetricPlugins.Host.Images;

/// <summary>JPEG through libjpeg-turbo: baseline and progressive, grey, YCbCr, CMYK and YCCK. Not for several threads.</summary>
internal sealed partial class JpegDecoder : IDisposable
{
    private const string Library = ImageLibraries.Jpeg;

    /// <summary>TJPF_RGB, TJPF_CMYK; TJCS_CMYK, TJCS_YCCK; TJFLAG_ACCURATEDCT: libjpeg's default, as Pillow decodes.</summary>
    private const int Rgb = 0, Cmyk = 11, CmykSpace = 3, YcckSpace = 4, AccurateDct = 4096;

    private nint handle = tjInitDecompress();

    /// <exception cref="BrokenImageException">It cannot be decoded to its end.</exception>
    public RgbImage Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return DecodeWhole(bytes);
        }
        catch (BrokenImageException)
        {
            // What failed half-way, the library takes up again with the next image.
            Dispose();
            handle = tjInitDecompress();
            throw;
        }
    }

    public void Dispose() => _ = tjDestroy(handle);

    private RgbImage DecodeWhole(ReadOnlySpan<byte> bytes)
    {
        if (tjDecompressHeader3(handle, bytes, (nuint)bytes.Length, out var width, out var height, out _, out var space) != 0)
            throw new BrokenImageException(Error());
        if ((long)width * height > RgbImage.MostPixels)
            throw new BrokenImageException($"{width}×{height} pixels, more than {RgbImage.MostPixels}");

        if (space is not (CmykSpace or YcckSpace))
        {
            var image = RgbImage.OfSize(width, height);
            Decompress(bytes, image.Pixels, width, height, Rgb);
            return image;
        }

        var inks = new byte[(long)width * height * 4];
        Decompress(bytes, inks, width, height, Cmyk);
        return OfInks(inks, width, height);
    }

    private void Decompress(ReadOnlySpan<byte> bytes, Span<byte> pixels, int width, int height, int format)
    {
        if (tjDecompress2(handle, bytes, (nuint)bytes.Length, pixels, width, 0, height, format, AccurateDct) == 0)
            return;

        // The one harmless complaint: bytes between two segments, which cameras write and every decoder skips.
        var error = Error();
        if (!error.Contains("extraneous bytes", StringComparison.Ordinal))
            throw new BrokenImageException(error);
    }

    /// <summary>Inks are stored upside down, 255 for none, as Adobe does and Pillow takes for granted.</summary>
    private static RgbImage OfInks(byte[] inks, int width, int height)
    {
        var image = RgbImage.OfSize(width, height);
        for (int pixel = 0; pixel < width * height; pixel++)
        {
            for (var channel = 0; channel < RgbImage.Channels; channel++)
                image.Pixels[pixel * RgbImage.Channels + channel] = (byte)((inks[pixel * 4 + channel] * inks[pixel * 4 + 3] + 127) / 255);
        }

        return image;
    }

    private string Error() => Marshal.PtrToStringUTF8(tjGetErrorStr2(handle)) ?? "unknown error";

    [LibraryImport(Library)]
    private static partial nint tjInitDecompress();

    [LibraryImport(Library)]
    private static partial int tjDecompressHeader3(
        nint handle, ReadOnlySpan<byte> jpeg, nuint size, out int width, out int height, out int subsampling, out int colorspace);

    [LibraryImport(Library)]
    private static partial int tjDecompress2(
        nint handle, ReadOnlySpan<byte> jpeg, nuint size, Span<byte> pixels, int width, int pitch, int height, int format, int flags);

    [LibraryImport(Library)]
    private static partial nint tjGetErrorStr2(nint handle);

    [LibraryImport(Library)]
    private static partial int tjDestroy(nint handle);
}
