using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

public class ParquetCompressionTests
{
    public static IEnumerable<object[]> MethodsAndLevels => All().Select(row => new object[] { row.Method, row.Level });

    [Theory]
    [MemberData(nameof(MethodsAndLevels))]
    public async Task BytesThatDoNotCompressSurvive(CompressionMethod method, CompressionLevel level)
    {
        foreach (var length in new[] { 0, 1, 60, 65_536, 300_000 })
            await Survives(Random(length), method, level);
    }

    [Theory]
    [MemberData(nameof(MethodsAndLevels))]
    public async Task LongRunsSurvive(CompressionMethod method, CompressionLevel level)
    {
        foreach (var length in new[] { 4, 65, 200_000, 17_000_000 })
            await Survives(new byte[length], method, level);
    }

    [Theory]
    [MemberData(nameof(MethodsAndLevels))]
    public async Task RepetitionsNearAndFarSurvive(CompressionMethod method, CompressionLevel level)
    {
        var block = Random(5_000);
        await Survives([.. block, .. block, .. Random(70_000), .. block], method, level);
        await Survives([.. Enumerable.Range(0, 10_000).Select(i => (byte)(i % 7))], method, level);
    }

    [Theory]
    [MemberData(nameof(MethodsAndLevels))]
    public async Task AColumnWithoutValuesSurvives(CompressionMethod method, CompressionLevel level) =>
        Assert.Empty(await ParquetFile.RoundTripAsync(Array.Empty<int>(), Options(method, level)));

    [Theory]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    public async Task TheLevelTradesTimeForSize(CompressionMethod method)
    {
        var numbers = Enumerable.Range(0, 50_000).Select(i => i * (long)i % 977).ToArray();

        Assert.True(await Size(CompressionLevel.SmallestSize) < await Size(CompressionLevel.Fastest));

        async Task<long> Size(CompressionLevel level)
        {
            var field = new DataField<long>("x");
            using var file = await ParquetFile.WriteAsync(
                new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, new ReadOnlyMemory<long>(numbers)), Options(method, level));
            return file.Length;
        }
    }

    [Fact]
    public async Task SeveralThreadsCompressAtOnce() =>
        await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => All()).Select(
            row => Task.Run(() => Survives([.. Random(20_000), .. new byte[20_000]], row.Method, row.Level))));

    private static IEnumerable<(CompressionMethod Method, CompressionLevel Level)> All() =>
        from method in new[]
        {
            CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip,
            CompressionMethod.Brotli, CompressionMethod.Zstd, CompressionMethod.Lz4Raw,
        }
        from level in Enum.GetValues<CompressionLevel>()
        select (method, level);

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static ParquetOptions Options(CompressionMethod method, CompressionLevel level) =>
        new() { CompressionMethod = method, CompressionLevel = level };

    private static async Task Survives(byte[] bytes, CompressionMethod method, CompressionLevel level) =>
        Assert.Equal(bytes, (await ParquetFile.RoundTripAsync([bytes], Options(method, level)))[0]);
}
