using System.Security.Cryptography;
using MetricPlugins.Host.Images;

namespace MetricPlugins.Tests.Host.Images;

public class ImageDecoderTests
{
    [Theory]
    [InlineData(SmallJpegs.Baseline, "de15527ca3fac81a")]
    [InlineData(SmallJpegs.Progressive, "de15527ca3fac81a")]
    [InlineData(SmallJpegs.Grey, "f54899afb47a6df5")]
    [InlineData(SmallJpegs.Cmyk, "50f33a6be16dc7fd")]
    public void Jpegs_of_every_kind_decode_as_in_Pillow(string jpeg, string hash)
    {
        var image = Decode(SmallJpegs.Bytes(jpeg));
        Assert.Equal((20, 12), (image.Width, image.Height));
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(image.Pixels))[..16]);
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
        const int width = 5, height = 3;
        var channels = colorType switch { 0 => 1, 2 => 3, 4 => 2, _ => 4 };
        var most = (1 << depth) - 1;
        var samples = Enumerable.Range(0, width * height * channels).Select(i => (int)((long)i * 7919 % (most + 1))).ToArray();
        var image = Decode(SmallPng.Write(width, height, colorType, depth, samples));
        for (var pixel = 0; pixel < width * height; pixel++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var sample = samples[(pixel * channels) + (channels < 3 ? 0 : channel)];
                Assert.Equal(sample * 255.0 / most, image.Pixels[(pixel * 3) + channel], 0.51);
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
        var image = Decode(SmallPng.Write(2, 2, 3, depth, [0, 1, 1, 0], ("PLTE", palette), ("tRNS", [0, 128])));
        Assert.Equal([10, 20, 30, 200, 100, 50, 200, 100, 50, 10, 20, 30], image.Pixels);
    }

    [Fact]
    public void A_gamma_in_the_file_changes_no_number()
    {
        int[] samples = [.. Enumerable.Range(0, 12).Select(i => i * 20)];
        Assert.Equal(Decode(SmallPng.Write(2, 2, 2, 8, samples)).Pixels, Decode(SmallPng.Write(2, 2, 2, 8, samples, ("gAMA", [0, 1, 0x86, 0xA0]))).Pixels);
    }

    [Fact]
    public void Whatever_is_cut_off_or_no_image_is_told()
    {
        byte[][] whole = [SmallJpegs.Bytes(SmallJpegs.Baseline), SmallJpegs.Bytes(SmallJpegs.Progressive), SmallPng.Write(9, 9, 2, 8, new int[243])];
        foreach (var image in whole)
        {
            foreach (var length in new[] { 0, 1, 3, 20, image.Length / 2, image.Length - 20 })
                Assert.NotEmpty(Assert.Throws<BrokenImageException>(() => Decode(image[..length])).Message);
        }

        Assert.Equal("it is neither JPEG nor PNG", Assert.Throws<BrokenImageException>(() => Decode("GIF89a"u8.ToArray())).Message);
    }

    [Fact]
    public void Damaged_bytes_never_do_more_than_break_an_image()
    {
        var random = new Random(1);
        byte[][] whole = [.. new[] { SmallJpegs.Baseline, SmallJpegs.Progressive, SmallJpegs.Grey, SmallJpegs.Cmyk }.Select(SmallJpegs.Bytes), SmallPng.Write(9, 9, 6, 8, [.. Enumerable.Range(0, 324).Select(i => i % 256)])];
        var expected = whole.Select(Decode).ToList();
        using var decoder = new ImageDecoder();
        var decoded = 0;
        for (var i = 0; i < 5000; i++)
        {
            byte[] image = [.. whole[i % whole.Length]];
            for (var changes = 1 + random.Next(3); changes > 0; changes--)
                image[random.Next(image.Length)] = (byte)random.Next(256);
            try
            {
                decoder.Decode(image);
                decoded++;
            }
            catch (BrokenImageException)
            {
                // And leaves no trace in the images after it.
                Assert.Equal(expected[i % whole.Length].Pixels, decoder.Decode(whole[i % whole.Length]).Pixels);
            }
        }

        Assert.InRange(decoded, 1, 4999);
    }

    private static RgbImage Decode(byte[] bytes)
    {
        using var decoder = new ImageDecoder();
        return decoder.Decode(bytes);
    }
}
