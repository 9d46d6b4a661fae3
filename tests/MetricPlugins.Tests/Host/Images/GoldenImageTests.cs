using System.Text.Json;
using MetricPlugins.Host.Images;

namespace MetricPlugins.Tests.Host.Images;

/// <summary>Decoding and CLIP's preprocessing beside values that Pillow gave.</summary>
public class GoldenImageTests
{
    private static readonly double[] Mean = [0.48145466, 0.4578275, 0.40821073];
    private static readonly double[] Deviation = [0.26862954, 0.26130258, 0.27577711];

    public static TheoryData<string> Files => Directory.Exists(Repository.Golden)
        ? [.. All().Select(image => image.GetProperty("file").GetString()!)]
        : new TheoryData<string>("no reference values");

    [GoldenTheory]
    [MemberData(nameof(Files))]
    public void Images_decode_to_the_reference_pixels(string file)
    {
        var (expected, image) = Load(file);
        Assert.Equal((expected.GetProperty("width").GetInt32(), expected.GetProperty("height").GetInt32()), (image.Width, image.Height));
        for (var channel = 0; channel < 3; channel++)
            Assert.Equal(expected.GetProperty("rgb_mean")[channel].GetDouble(), image.Pixels.Where((_, i) => i % 3 == channel).Average(p => (double)p), 1.0);
        foreach (var probe in expected.GetProperty("rgb_probe").EnumerateArray())
        {
            var at = ((probe.GetProperty("y").GetInt32() * image.Width) + probe.GetProperty("x").GetInt32()) * 3;
            for (var channel = 0; channel < 3; channel++)
                Assert.Equal(probe.GetProperty("rgb")[channel].GetDouble(), image.Pixels[at + channel], 4.0);
        }
    }

    [GoldenTheory]
    [MemberData(nameof(Files))]
    public void Clip_reads_the_reference_values(string file)
    {
        var (expected, image) = Load(file);
        var input = new ImageInput(224).Apply(image);
        double Value(int channel, int y, int x) => ((input.Pixels[(((y * 224) + x) * 3) + channel] / 255.0) - Mean[channel]) / Deviation[channel];
        for (var channel = 0; channel < 3; channel++)
        {
            var values = Enumerable.Range(0, 224 * 224).Select(i => Value(channel, i / 224, i % 224)).ToArray();
            var mean = values.Average();
            Assert.Equal(expected.GetProperty("clip_mean")[channel].GetDouble(), mean, 0.02);
            Assert.Equal(expected.GetProperty("clip_std")[channel].GetDouble(), Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), 0.02);
        }

        foreach (var probe in expected.GetProperty("clip_probe").EnumerateArray())
        {
            int Of(string name) => probe.GetProperty(name).GetInt32();
            Assert.Equal(probe.GetProperty("value").GetDouble(), Value(Of("c"), Of("y"), Of("x")), 0.1);
        }
    }

    private static (JsonElement Expected, RgbImage Image) Load(string file) =>
        (All().Single(image => image.GetProperty("file").GetString() == file), ImageDecoder.Decode(Path.Combine(Repository.Golden, "images", file)));

    private static List<JsonElement> All() => [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Golden, "images.json"))).RootElement.EnumerateArray()];
}
