using MetricPlugins.Conformance;
using MetricPlugins.Tests.Host.Images;

namespace MetricPlugins.Tests.Conformance;

/// <summary>Image files of a dataset, looked at without decoding them.</summary>
public sealed class ImageFilesTests : IDisposable
{
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgBwAACQAIICPDjAAAAABJRU5ErkJggg==";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SmallFiles.Baseline)]
    [InlineData(SmallFiles.Progressive)]
    [InlineData(SmallFiles.Cmyk)]
    [InlineData(SmallFiles.Webp)]
    [InlineData(SmallFiles.LosslessWebp)]
    [InlineData(SmallFiles.AnimatedGif)]
    [InlineData(Png)]
    public void A_file_that_begins_as_an_image_is_one_whatever_its_name(string file) => Assert.Null(Problem(SmallFiles.Bytes(file)));

    [Fact]
    public void So_is_a_bmp() => Assert.Null(Problem(SmallBmp.Write(5, 3, new byte[5 * 3 * 3])));

    [Theory]
    [InlineData("")]
    [InlineData("B")]
    [InlineData("once upon a time")]
    [InlineData("II*\0a tiff, perhaps")]
    [InlineData("RIFF\0\0\0\0WAVEfmt ")]
    public void Another_is_none(string text) =>
        Assert.Equal(
            ($"{folder.File("a.txt")} does not begin like a JPEG, PNG, WebP, GIF or BMP file", "Train sample 0"),
            Problem(System.Text.Encoding.ASCII.GetBytes(text)));

    private (string Problem, string Place)? Problem(byte[] content)
    {
        File.WriteAllBytes(folder.File("a.txt"), content);
        using var samples = new Samples([folder.File("a.txt")], torch.tensor(new long[] { 0 }));
        return ImageFiles.Problem(Split.Train, samples);
    }
}
