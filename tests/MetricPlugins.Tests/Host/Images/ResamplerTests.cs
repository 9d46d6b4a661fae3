using System.Security.Cryptography;
using MetricPlugins.Host.Images;

namespace MetricPlugins.Tests.Host.Images;

/// <summary>Resized images beside Pillow 9.4's, bit by bit: hashes of what <c>resize</c> and <c>crop</c> gave there.</summary>
public class ResamplerTests
{
    [Theory]
    [InlineData(23, 17, 8, ImageFit.Crop, ImageResampling.Bicubic, "48ba29d84360d848")]
    [InlineData(23, 17, 8, ImageFit.Stretch, ImageResampling.Bicubic, "6cd80cc427a89074")]
    [InlineData(23, 17, 8, ImageFit.Crop, ImageResampling.Bilinear, "6509d0c3defedb9d")]
    [InlineData(23, 17, 8, ImageFit.Stretch, ImageResampling.Bilinear, "7df4f305c505b0c1")]
    [InlineData(23, 17, 17, ImageFit.Crop, ImageResampling.Bicubic, "d35c9dff0efdb31b")]
    [InlineData(23, 17, 17, ImageFit.Stretch, ImageResampling.Bicubic, "6e6926f8efa892c2")]
    [InlineData(23, 17, 17, ImageFit.Crop, ImageResampling.Bilinear, "d35c9dff0efdb31b")]
    [InlineData(23, 17, 17, ImageFit.Stretch, ImageResampling.Bilinear, "5fc9571d69946faf")]
    [InlineData(23, 17, 40, ImageFit.Crop, ImageResampling.Bicubic, "1139bca3fd8e1d6a")]
    [InlineData(23, 17, 40, ImageFit.Stretch, ImageResampling.Bicubic, "6e9adfde83f314b3")]
    [InlineData(23, 17, 40, ImageFit.Crop, ImageResampling.Bilinear, "5bd3fc2b880f4699")]
    [InlineData(23, 17, 40, ImageFit.Stretch, ImageResampling.Bilinear, "ea47916d535e01f1")]
    [InlineData(9, 31, 8, ImageFit.Crop, ImageResampling.Bicubic, "07a0bf64cadc905c")]
    [InlineData(9, 31, 8, ImageFit.Stretch, ImageResampling.Bicubic, "93cba143b4692869")]
    [InlineData(9, 31, 8, ImageFit.Crop, ImageResampling.Bilinear, "1339b8668a4f97e7")]
    [InlineData(9, 31, 8, ImageFit.Stretch, ImageResampling.Bilinear, "227dcbdfae182f43")]
    [InlineData(9, 31, 17, ImageFit.Crop, ImageResampling.Bicubic, "ef8db280941a5c7a")]
    [InlineData(9, 31, 17, ImageFit.Stretch, ImageResampling.Bicubic, "0c596965f2e86ddc")]
    [InlineData(9, 31, 17, ImageFit.Crop, ImageResampling.Bilinear, "cab22681d89674ec")]
    [InlineData(9, 31, 17, ImageFit.Stretch, ImageResampling.Bilinear, "79579b93ca384883")]
    [InlineData(9, 31, 40, ImageFit.Crop, ImageResampling.Bicubic, "4e129f6fb695467b")]
    [InlineData(9, 31, 40, ImageFit.Stretch, ImageResampling.Bicubic, "45bc0b2d1a1a3dcb")]
    [InlineData(9, 31, 40, ImageFit.Crop, ImageResampling.Bilinear, "bbbb4d1096005653")]
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
