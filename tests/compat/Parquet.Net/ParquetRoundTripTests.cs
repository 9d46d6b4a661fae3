using Parquet;

namespace MetricPlugins.Tests.ParquetNet;

public class ParquetRoundTripTests
{
    [Fact]
    public async Task EveryTypeKeepsItsExtremes()
    {
        await Same<bool>([true, false, false, true, true, true, false, true, true]);
        await Same<sbyte>([sbyte.MinValue, -1, 0, sbyte.MaxValue]);
        await Same<byte>([0, 1, 128, byte.MaxValue]);
        await Same<short>([short.MinValue, -1, 0, short.MaxValue]);
        await Same<ushort>([0, 40000, ushort.MaxValue]);
        await Same<int>([int.MinValue, -1, 0, int.MaxValue]);
        await Same<uint>([0, 3000000000, uint.MaxValue]);
        await Same<long>([long.MinValue, -1, 0, long.MaxValue]);
        await Same<ulong>([0, ulong.MaxValue]);
        await Same<float>([float.MinValue, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue]);
        await Same<double>([double.MinValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue]);
        await Same<DateTime>([new(1969, 7, 20, 20, 17, 40, DateTimeKind.Utc), new(2024, 2, 29, 23, 59, 59, 123, DateTimeKind.Utc)]);
    }

    [Fact]
    public async Task NaNAndNegativeZeroKeepTheirBits()
    {
        double[] doubles = [double.NaN, -0.0, 0.0, 1.5];
        float[] floats = [float.NaN, -0f, 0f, 1.5f];

        var readDoubles = await ParquetFile.RoundTripAsync(doubles);
        var readFloats = await ParquetFile.RoundTripAsync(floats);

        Assert.Equal(doubles.Select(BitConverter.DoubleToInt64Bits), readDoubles.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(floats.Select(BitConverter.SingleToInt32Bits), readFloats.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public async Task NullsStayNullsAndNaNStaysNaN()
    {
        await Same<double>([null, double.NaN, 1, null, null, double.PositiveInfinity]);
        await Same<int>([1, null, 3]);
        await Same<long>([null, null, null]);
        await Same<bool>([true, null, false]);
        await Same<float>([1f, 2f]);
    }

    [Fact]
    public async Task StringsOfEveryKindSurvive()
    {
        string?[] values = ["", "a", null, "żółć", "日本語", "😀", "line\nbreak", "\0", new('x', 100_000), null];

        Assert.Equal(values, await ParquetFile.RoundTripAsync(values));
    }

    [Fact]
    public async Task RepeatedStringsSurviveWhereverTheyRepeat()
    {
        var runs = Enumerable.Repeat("contrastive", 1000).Concat(Enumerable.Repeat("triplet", 3)).ToArray();
        var mixed = Enumerable.Range(0, 5000).Select(i => $"loss-{i * i % 300}").ToArray();
        var withNulls = Enumerable.Range(0, 500).Select(i => i % 7 == 0 ? null : $"{i % 5}").ToArray();

        Assert.Equal(runs, await ParquetFile.RoundTripAsync(runs, nullable: false));
        Assert.Equal(mixed, await ParquetFile.RoundTripAsync(mixed, nullable: false));
        Assert.Equal(withNulls, await ParquetFile.RoundTripAsync(withNulls));
    }

    [Fact]
    public async Task ByteArraysSurvive()
    {
        byte[]?[] values = [[], [0], null, [1, 2, 255], new byte[70_000]];

        Assert.Equal(values, await ParquetFile.RoundTripAsync(values));
    }

    [Fact]
    public async Task ARowGroupWithoutRowsSurvives()
    {
        Assert.Empty(await ParquetFile.RoundTripAsync(Array.Empty<double>()));
        Assert.Empty(await ParquetFile.RoundTripAsync(Array.Empty<int?>()));
        Assert.Empty(await ParquetFile.RoundTripAsync(Array.Empty<string?>()));
    }

    [Fact]
    public async Task UncompressedFilesSurvive()
    {
        double[] values = [1, 2, double.NaN];

        Assert.Equal(values, await ParquetFile.RoundTripAsync(values, new ParquetOptions { CompressionMethod = CompressionMethod.None }));
    }

    private static async Task Same<T>(T[] values)
        where T : struct => Assert.Equal(values, await ParquetFile.RoundTripAsync(values));

    private static async Task Same<T>(T?[] values)
        where T : struct => Assert.Equal(values, await ParquetFile.RoundTripAsync(values));
}
