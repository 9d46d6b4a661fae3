namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Byte arrays chosen for what they do to Snappy.</summary>
public class ParquetCompressionTests
{
    [Fact]
    public async Task BytesThatDoNotCompressSurvive()
    {
        foreach (var length in new[] { 1, 3, 4, 5, 59, 60, 61, 255, 256, 65_535, 65_536, 300_000 })
            await Survives(Random(length));
    }

    [Fact]
    public async Task LongRunsSurvive()
    {
        foreach (var length in new[] { 4, 63, 64, 65, 67, 68, 128, 200_000 })
            await Survives(Enumerable.Repeat((byte)7, length).ToArray());
    }

    [Fact]
    public async Task CopiesThatOverlapThemselvesSurvive()
    {
        foreach (var period in new[] { 2, 3, 5, 7, 11, 13, 63, 65 })
            await Survives(Enumerable.Range(0, 10_000).Select(i => (byte)(i % period)).ToArray());
    }

    [Fact]
    public async Task CopiesFromFarBackSurvive()
    {
        var block = Random(5_000);
        foreach (var distance in new[] { 2_047, 2_048, 65_534, 65_535, 65_536, 70_000 })
            await Survives([.. block, .. Random(Math.Max(0, distance - block.Length)), .. block]);
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task Survives(byte[] bytes) =>
        Assert.Equal(bytes, (await ParquetFile.RoundTripAsync([bytes]))[0]);
}
