using System.Security.Cryptography;
using MetricPlugins.Host.Images;

namespace MetricPlugins.Tests.Host.Images;

/// <summary>Resized images beside Pillow 9.4's, bit by bit: hashes of what <c>resize</c> and <c>crop</c> gave there.</summary>
public class ResamplerTests
{
    [Theory]
    [InlineData(23, 17, 8, ImageFit.Crop, ImageResampling.Bicubic, "cd22b777c0d1bd0c")]
    [InlineData(23, 17, 8, ImageFit.Stretch, ImageResampling.Bicubic, "6cd80cc427a89074")]
    [InlineData(23, 17, 8, ImageFit.Crop, ImageResampling.Bilinear, "443e82f8ab9693da")]
    [InlineData(23, 17, 8, ImageFit.Stretch, ImageResampling.Bilinear, "7df4f305c505b0c1")]
    [InlineData(23, 17, 17, ImageFit.Crop, ImageResampling.Bicubic, "d35c9dff0efdb31b")]
    [InlineData(23, 17, 17, ImageFit.Stretch, ImageResampling.Bicubic, "6e6926f8efa892c2")]
    [InlineData(23, 17, 17, ImageFit.Crop, ImageResampling.Bilinear, "d35c9dff0efdb31b")]
    [InlineData(23, 17, 17, ImageFit.Stretch, ImageResampling.Bilinear, "5fc9571d69946faf")]
    [InlineData(23, 17, 40, ImageFit.Crop, ImageResampling.Bicubic, "1139bca3fd8e1d6a")]
    [InlineData(23, 17, 40, ImageFit.Stretch, ImageResampling.Bicubic, "6e9adfde83f314b3")]
    [InlineData(23, 17, 40, ImageFit.Crop, ImageResampling.Bilinear, "5bd3fc2b880f4699")]
    [InlineData(23, 17, 40, ImageFit.Stretch, ImageResampling.Bilinear, "ea47916d535e01f1")]
    [InlineData(9, 31, 8, ImageFit.Crop, ImageResampling.Bicubic, "cc1884d27e39ecf6")]
    [InlineData(9, 31, 8, ImageFit.Stretch, ImageResampling.Bicubic, "93cba143b4692869")]
    [InlineData(9, 31, 8, ImageFit.Crop, ImageResampling.Bilinear, "2581addef6e70cb5")]
    [InlineData(9, 31, 8, ImageFit.Stretch, ImageResampling.Bilinear, "227dcbdfae182f43")]
    [InlineData(9, 31, 17, ImageFit.Crop, ImageResampling.Bicubic, "8c6a32a404196e0e")]
    [InlineData(9, 31, 17, ImageFit.Stretch, ImageResampling.Bicubic, "0c596965f2e86ddc")]
    [InlineData(9, 31, 17, ImageFit.Crop, ImageResampling.Bilinear, "3961abcb6b0faf2c")]
    [InlineData(9, 31, 17, ImageFit.Stretch, ImageResampling.Bilinear, "79579b93ca384883")]
    [InlineData(9, 31, 40, ImageFit.Crop, ImageResampling.Bicubic, "f75f63d7c82b79da")]
    [InlineData(9, 31, 40, ImageFit.Stretch, ImageResampling.Bicubic, "45bc0b2d1a1a3dcb")]
    [InlineData(9, 31, 40, ImageFit.Crop, ImageResampling.Bilinear, "5e1d8a0a973807f0")]
    [InlineData(9, 31, 40, ImageFit.Stretch, ImageResampling.Bilinear, "e25b0d333fb335d0")]
    public void Every_byte_is_Pillows(int width, int height, int size, ImageFit fit, ImageResampling resampling, string hash)
    {
        var resized = new ImageInput(size, fit, resampling).Apply(Pattern(width, height));
        Assert.Equal((size, size), (resized.Width, resized.Height));
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(resized.Pixels))[..16]);
    }

    [Fact]
    public void A_flat_image_stays_flat()
    {
        var flat = RgbImage.OfSize(50, 30);
        Array.Fill(flat.Pixels, (byte)200);
        Assert.All(new ImageInput(224).Apply(flat).Pixels, value => Assert.Equal(200, value));
    }

    internal static RgbImage Pattern(int width, int height)
    {
        var image = RgbImage.OfSize(width, height);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var (x, y, channel) = (i / 3 % width, i / 3 / width, i % 3);
            image.Pixels[i] = (byte)((x * 37) + (y * 91) + (channel * 53) + (x * y * 7));
        }

        return image;
    }
}
