using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MetricPlugins.Host.Images;

/// <summary>PNG through libpng: every colour type and depth, interlaced or not. Transparency is dropped, not blended, and 16 bits
/// lose their lower 8, as in Pillow.</summary>
internal static partial class PngDecoder
{
    private const string Library = ImageLibraries.Png;
    private const uint Version = 1, Rgba = 3, SixteenBitsAreSrgb = 4, Fault = 2;

    /// <summary>Before a chunk's data, and after it.</summary>
    private const int ChunkHead = 8, ChunkTail = 4, SignatureLength = 8;

    /// <exception cref="BrokenImageException">It cannot be decoded to its end.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> bytes)
    {
        var plain = WithoutColorSpace(bytes);
        var png = new Image { Version = Version };
        try
        {
            if (png_image_begin_read_from_memory(ref png, plain, (nuint)plain.Length) == 0)
                throw new BrokenImageException(png.Error());
            if ((long)png.Width * png.Height > RgbImage.MostPixels)
                throw new BrokenImageException($"{png.Width}×{png.Height} pixels, more than {RgbImage.MostPixels}");

            png.Format = Rgba;
            png.Flags |= SixteenBitsAreSrgb;
            var pixels = new byte[(long)png.Width * png.Height * 4];
            if (png_image_finish_read(ref png, 0, pixels, 0, 0) == 0 || (png.WarningOrError & Fault) != 0)
                throw new BrokenImageException(png.Error());
            return WithoutAlpha(pixels, (int)png.Width, (int)png.Height);
        }
        finally
        {
            png_image_free(ref png);
        }
    }

    /// <summary>libpng turns colours into sRGB where a file names another space; Pillow, and with it every model's preprocessing, takes the
    /// numbers as they are. So the chunks that name one are left out.</summary>
    private static byte[] WithoutColorSpace(ReadOnlySpan<byte> bytes)
    {
        var kept = new byte[bytes.Length];
        bytes[..SignatureLength].CopyTo(kept);
        var (from, to) = (SignatureLength, SignatureLength);
        while (bytes.Length - from >= ChunkHead + ChunkTail)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[from..]);
            var whole = (int)Math.Min(length + (long)(ChunkHead + ChunkTail), bytes.Length - from);
            var chunk = bytes.Slice(from, whole);
            if (!(chunk[4..8].SequenceEqual("gAMA"u8) || chunk[4..8].SequenceEqual("cHRM"u8) || chunk[4..8].SequenceEqual("iCCP"u8) || chunk[4..8].SequenceEqual("sRGB"u8)))
            {
                chunk.CopyTo(kept.AsSpan(to));
                to += whole;
            }

            from += whole;
        }

        return kept[..to];
    }

    private static RgbImage WithoutAlpha(byte[] pixels, int width, int height)
    {
        var image = RgbImage.OfSize(width, height);
        for (int from = 0, to = 0; from < pixels.Length; from += 4, to += RgbImage.Channels)
        {
            image.Pixels[to] = pixels[from];
            image.Pixels[to + 1] = pixels[from + 1];
            image.Pixels[to + 2] = pixels[from + 2];
        }

        return image;
    }

    [LibraryImport(Library)]
    private static partial int png_image_begin_read_from_memory(ref Image image, ReadOnlySpan<byte> memory, nuint size);

    [LibraryImport(Library)]
    private static partial int png_image_finish_read(ref Image image, nint background, Span<byte> buffer, int stride, nint colormap);

    [LibraryImport(Library)]
    private static partial void png_image_free(ref Image image);

    /// <summary>png_image.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Image
    {
        public nint Opaque;
        public uint Version;
        public uint Width;
        public uint Height;
        public uint Format;
        public uint Flags;
        public uint ColormapEntries;
        public uint WarningOrError;
        public Text Message;

        public readonly string Error() => Message.ToString();
    }

    [InlineArray(64)]
    private struct Text
    {
        private byte first;

        public override readonly string ToString()
        {
            ReadOnlySpan<byte> bytes = this;
            return System.Text.Encoding.UTF8.GetString(bytes[..Math.Max(0, bytes.IndexOf((byte)0))]);
        }
    }
}
