using System.Buffers.Binary;
using System.Security.Cryptography;
using MetricPlugins.Host.Images;
using SkiaSharp;

namespace MetricPlugins.Tests.Host.Images;

/// <summary>Hashes are those of the pixels that Pillow 9.4 decodes.</summary>
public sealed class ImageDecoderTests : IDisposable
{
    private const string ColumnsAndRows = "d75d21b43d5dd3f1";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SmallFiles.Baseline, "de15527ca3fac81a")]
    [InlineData(SmallFiles.Progressive, "de15527ca3fac81a")]
    [InlineData(SmallFiles.Grey, "f54899afb47a6df5")]
    [InlineData(SmallFiles.Cmyk, "50f33a6be16dc7fd")]
    [InlineData(SmallFiles.Webp, "1a91ffdead1f7fd1")]
    [InlineData(SmallFiles.LosslessWebp, ColumnsAndRows)]
    [InlineData(SmallFiles.TransparentWebp, ColumnsAndRows)]
    [InlineData(SmallFiles.AnimatedGif, "918d313389355eee")]
    public void Files_of_every_kind_decode_as_in_Pillow(string file, string hash)
    {
        var image = ImageDecoder.Decode(SmallFiles.Bytes(file));
        Assert.Equal((20, 12), (image.Width, image.Height));
        Assert.Equal(hash, Hash(image));
    }

    [Fact]
    public void A_bmp_keeps_its_colours_and_its_rows_in_order()
    {
        byte[] rgb = [.. Enumerable.Range(0, 5 * 3 * 3).Select(i => (byte)(i * 5))];
        Assert.Equal(rgb, ImageDecoder.Decode(SmallBmp.Write(5, 3, rgb)).Pixels);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(4, 8)]
    [InlineData(4, 16)]
    [InlineData(6, 8)]
    [InlineData(6, 16)]
    public void Pngs_keep_their_colours_and_lose_their_transparency(int colorType, int depth)
    {
        const int width = 11, height = 9;
        var channels = colorType switch { 0 => 1, 2 => 3, 4 => 2, _ => 4 };
        var most = (1 << depth) - 1;
        var samples = Enumerable.Range(0, width * height * channels).Select(i => (int)((long)i * 7919 % (most + 1))).ToArray();
        var image = ImageDecoder.Decode(SmallPng.Write(width, height, colorType, depth, samples));
        Assert.Equal(image.Pixels, ImageDecoder.Decode(SmallPng.Write(width, height, colorType, depth, samples, interlaced: true)).Pixels);
        for (var pixel = 0; pixel < width * height; pixel++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var sample = samples[(pixel * channels) + (channels < 3 ? 0 : channel)];
                Assert.Equal(depth == 16 ? sample >> 8 : sample * 255 / most, image.Pixels[(pixel * 3) + channel]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Palettes_are_looked_up_transparent_entries_too(int depth)
    {
        byte[] palette = [10, 20, 30, 200, 100, 50];
        var image = ImageDecoder.Decode(SmallPng.Write(2, 2, 3, depth, [0, 1, 1, 0], ("PLTE", palette), ("tRNS", [0, 128])));
        Assert.Equal([10, 20, 30, 200, 100, 50, 200, 100, 50, 10, 20, 30], image.Pixels);
    }

    [Fact]
    public void A_colour_space_in_the_file_changes_no_number()
    {
        int[] samples = [.. Enumerable.Range(0, 12).Select(i => i * 20)];
        var plain = ImageDecoder.Decode(SmallPng.Write(2, 2, 2, 8, samples)).Pixels;
        Assert.Equal(plain, ImageDecoder.Decode(SmallPng.Write(2, 2, 2, 8, samples, ("gAMA", [0, 1, 0x86, 0xA0]))).Pixels);

        using var space = SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Linear, SKColorSpaceXyz.AdobeRgb);
        using var wide = new SKBitmap(new SKImageInfo(2, 2, SKColorType.Rgba8888, SKAlphaType.Opaque, space));
        wide.Erase(new SKColor(200, 100, 50));
        using var png = wide.Encode(SKEncodedImageFormat.Png, 100);
        Assert.True(png.AsSpan().IndexOf("iCCP"u8) > 0);
        Assert.Equal(wide.GetPixelSpan()[..3], ImageDecoder.Decode(png.AsSpan()).Pixels.AsSpan(0, 3));
    }

    [Fact]
    public void What_is_transparent_in_a_gif_is_black()
    {
        // Skia drops the colour, which Pillow keeps.
        const int firstFrame = 13 + (16 * 3);
        var gif = SmallFiles.Bytes(SmallFiles.AnimatedGif);
        var opaque = ImageDecoder.Decode(gif).Pixels.Chunk(3).ToList();
        var transparent = ImageDecoder.Decode((byte[])[.. gif[..firstFrame], 0x21, 0xF9, 4, 1, 0, 0, 3, 0, .. gif[firstFrame..]]).Pixels.Chunk(3).ToList();
        var changed = Enumerable.Range(0, opaque.Count).Where(i => !opaque[i].SequenceEqual(transparent[i])).ToList();
        Assert.NotEmpty(changed);
        Assert.All(changed, i => Assert.Equal([0, 0, 0], transparent[i]));
    }

    [Theory]
    [InlineData(1, 20, 12, "de15527ca3fac81a")]
    [InlineData(2, 20, 12, "bbe5236618f49ea6")]
    [InlineData(3, 20, 12, "99d156d83054b8c7")]
    [InlineData(4, 20, 12, "cc53bef0b5c78f36")]
    [InlineData(5, 12, 20, "dc17edf78323a88f")]
    [InlineData(6, 12, 20, "aab2d7ecf60c3a32")]
    [InlineData(7, 12, 20, "d5b9ce349da170d9")]
    [InlineData(8, 12, 20, "a694826ef4059f6f")]
    public void The_exif_orientation_is_obeyed_on_request_alone(byte orientation, int width, int height, string hash)
    {
        var file = SmallFiles.Oriented(orientation);
        var image = ImageDecoder.Decode(file, exifOrientation: true);
        Assert.Equal((width, height, hash), (image.Width, image.Height, Hash(image)));
        Assert.Equal("de15527ca3fac81a", Hash(ImageDecoder.Decode(file)));
    }

    [Fact]
    public void Whatever_is_cut_off_is_refused()
    {
        byte[][] whole =
        [
            .. new[] { SmallFiles.Baseline, SmallFiles.Progressive, SmallFiles.Grey, SmallFiles.Cmyk }.Select(SmallFiles.Bytes),
            SmallPng.Write(9, 9, 2, 8, new int[243]), SmallPng.Write(9, 9, 2, 8, new int[243], interlaced: true),
        ];
        foreach (var image in whole)
        {
            for (var length = 0; length < image.Length; length++)
                Assert.NotEmpty(Assert.Throws<BrokenImageException>(() => ImageDecoder.Decode(image.AsSpan(0, length))).Message);
        }
    }

    [Fact]
    public void Formats_without_a_mark_at_the_end_are_refused_when_pixels_are_missing()
    {
        foreach (var image in new[] { SmallFiles.Bytes(SmallFiles.Webp), SmallFiles.Bytes(SmallFiles.LosslessWebp), SmallBmp.Write(9, 9, new byte[243]) })
        {
            for (var length = 0; length < image.Length - 3; length++)
                Assert.NotEmpty(Assert.Throws<BrokenImageException>(() => ImageDecoder.Decode(image.AsSpan(0, length))).Message);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("once upon a time")]
    [InlineData("II*\0a tiff, perhaps")]
    public void What_is_no_image_of_these_formats_is_told(string text)
    {
        File.WriteAllText(folder.File("a.jpg"), text);
        var told = Assert.Throws<BrokenImageException>(() => ImageDecoder.Decode(folder.File("a.jpg"))).Message;
        Assert.Equal(text.Length == 0 ? "it is empty" : "it does not start like a JPEG, PNG, WebP, GIF or BMP file", told);
    }

    [Fact]
    public void Sizes_no_photograph_has_are_refused_before_memory_is_taken()
    {
        var png = SmallPng.Write(1, 1, 0, 8, [0]);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 20_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 20_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), SmallPng.Crc(png.AsSpan(12, 17)));
        Assert.Contains("20000×20000 pixels", Assert.Throws<BrokenImageException>(() => ImageDecoder.Decode(png)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_bytes_never_do_more_than_break_an_image()
    {
        var random = new Random(1);
        string[] files = [SmallFiles.Baseline, SmallFiles.Progressive, SmallFiles.Grey, SmallFiles.Cmyk, SmallFiles.Webp, SmallFiles.AnimatedGif];
        byte[][] whole =
        [
            .. files.Select(SmallFiles.Bytes), SmallPng.Write(9, 9, 6, 8, [.. Enumerable.Range(0, 324).Select(i => i % 256)]),
            SmallBmp.Write(9, 9, new byte[243]),
        ];
        var expected = whole.Select(file => ImageDecoder.Decode(file)).ToList();
        var decoded = 0;
        for (var i = 0; i < 5000; i++)
        {
            byte[] image = [.. whole[i % whole.Length]];
            for (var changes = 1 + random.Next(3); changes > 0; changes--)
                image[random.Next(image.Length)] = (byte)random.Next(256);
            try
            {
                ImageDecoder.Decode(image, exifOrientation: true);
                decoded++;
            }
            catch (BrokenImageException)
            {
                // And leaves no trace in the images after it.
                Assert.Equal(expected[i % whole.Length].Pixels, ImageDecoder.Decode(whole[i % whole.Length]).Pixels);
            }
        }

        Assert.InRange(decoded, 1, 4999);
    }

    private static string Hash(RgbImage image) => Convert.ToHexStringLower(SHA256.HashData(image.Pixels))[..16];
}
