using System.Buffers.Binary;
using System.IO.Compression;
using Parquet;

namespace MetricPlugins.Tests.ParquetNet.Hostile;

/// <summary>Few bytes that unpack into very many: what comes out is right or refused, and takes no more memory than is promised.</summary>
public class ParquetBombTests
{
    private const int MiB = 1 << 20;
    private const int Utf8 = 0;
    private const int Int8 = 15;
    private const int Decimal = 5;

    // What the test and the reader take whatever they read.
    private const int Slack = 2 * MiB;

    public static TheoryData<CompressionMethod> Compressing =>
        [CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Brotli, CompressionMethod.Zstd, CompressionMethod.Lz4Raw];

    [Theory]
    [MemberData(nameof(Compressing))]
    public async Task HonestZerosAreRead(CompressionMethod codec)
    {
        const int Count = 4 * MiB;
        var forged = Zeros(codec, Count * sizeof(int), Count * sizeof(int), Count);

        var zeros = await ParquetFile.ReadAsync(new MemoryStream(forged.Bytes), async (rowGroup, fields) =>
        {
            var values = Enumerable.Repeat(-1, Count).ToArray();
            await rowGroup.ReadAsync(fields[0], values.AsMemory());
            return values;
        });

        Assert.Equal(-1, zeros.AsSpan().IndexOfAnyExcept(0));
    }

    [Theory]
    [MemberData(nameof(Compressing))]
    public async Task APageThatUnpacksIntoMoreThanItsHeaderSaysIsRefused(CompressionMethod codec)
    {
        var forged = Zeros(codec, 64 * MiB, 1_000);

        AssertTakesAtMost(forged.Bytes.Length + Slack, forged);
        Assert.Contains("do not decompress to the 1000 bytes", await HostileReading.RefusedAsync(forged));
    }

    [Theory]
    [MemberData(nameof(Compressing))]
    public async Task APageThatUnpacksIntoLessThanItsHeaderSaysIsRefused(CompressionMethod codec) =>
        Assert.Contains("do not decompress to the 4194305 bytes", await HostileReading.RefusedAsync(Zeros(codec, 4 * MiB, 4 * MiB + 1)));

    [Theory]
    [MemberData(nameof(Compressing))]
    public async Task AHeaderThatSaysMoreThanItsCodecCanUnpackIsRefused(CompressionMethod codec)
    {
        var forged = new ForgedFile { Codec = codec, Pages = ForgedPage.Data(1, ForgedPage.Plain, new byte[60], int.MaxValue), Padding = 4 * MiB };

        AssertTakesAtMost(2 * forged.Bytes.Length + Slack, forged);
        Assert.Contains("cannot hold the 2147483647 bytes", await HostileReading.RefusedAsync(forged));
    }

    [Fact]
    public async Task APageTooLargeForAnArrayIsRefused()
    {
        var page = ForgedPage.Data(1, ForgedPage.Plain, new byte[1_100], int.MaxValue);
        var forged = new ForgedFile { Codec = CompressionMethod.Brotli, Pages = page, Padding = 4 * MiB };

        AssertTakesAtMost(2 * forged.Bytes.Length + Slack, forged);
        Assert.Contains("a page of 2147483647 bytes is too large", await HostileReading.RefusedAsync(forged));
    }

    [Theory]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    public async Task AnHonestPageThatTakesMoreThanIsAllowedIsRefused(CompressionMethod codec) =>
        await AssertTakesTooMuchAsync(Zeros(codec, 300 * MiB, 300 * MiB));

    [Fact]
    public async Task PagesAreCountedTogether()
    {
        // Each holds no value at all, and eight mebibytes.
        var page = ForgedPage.Data(0, ForgedPage.Plain, CompressedZeros.Of(CompressionMethod.Zstd, 8 * MiB), 8 * MiB);

        await AssertTakesTooMuchAsync(new ForgedFile
        {
            Codec = CompressionMethod.Zstd,
            Pages = [.. Enumerable.Repeat(page, 50).SelectMany(bytes => bytes)],
        });
    }

    [Fact]
    public async Task AColumnThatIsReadAgainAndAgainCountsOnce()
    {
        const int Count = 8 * MiB;
        var forged = Zeros(CompressionMethod.Zstd, Count * sizeof(int), Count * sizeof(int), Count);
        var values = new int[Count];

        Assert.Null(await HostileReading.ErrorOfAsync(new MemoryStream(forged.Bytes), async (rowGroup, field) =>
        {
            for (var again = 0; again < 20; again++)
                await rowGroup.ReadAsync(field, values.AsMemory());
        }));
    }

    [Theory]
    [InlineData(ForgedFile.Int32, 800_000_000)]
    [InlineData(ForgedFile.ByteArray, 25_000_000)]
    public async Task ADictionaryLargerThanIsAllowedIsRefused(int type, int count)
    {
        byte[] pages =
        [
            .. ForgedPage.Dictionary(count, CompressedZeros.Of(CompressionMethod.Zstd, 100 * MiB), 100 * MiB),
            .. ForgedPage.Data(1, ForgedPage.RleDictionary, [0, .. ForgedPage.Run(1)]),
        ];

        await AssertTakesTooMuchAsync(new ForgedFile { Type = type, Codec = CompressionMethod.Zstd, Pages = pages });
    }

    [Fact]
    public void ALongValueThatVeryManyRowsReferToIsNotCopiedForEach()
    {
        const int Rows = 100_000;
        using var dictionary = new MemoryStream();
        using (var brotli = new BrotliStream(dictionary, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(OneArray(MiB));
        byte[] pages =
        [
            .. ForgedPage.Dictionary(1, dictionary.ToArray(), sizeof(int) + MiB),
            .. ForgedPage.DataV2(Rows, ForgedPage.RleDictionary, [0, .. ForgedPage.Run(Rows)], isCompressed: false),
        ];
        var bytes = new ForgedFile { Type = ForgedFile.ByteArray, Codec = CompressionMethod.Brotli, Rows = Rows, Pages = pages }.Bytes;
        var results = new byte[]?[Rows];

        var (error, allocated) = HostileReading.Measured(bytes, stream => HostileReading.ErrorOfAsync(
            stream, async (rowGroup, field) => await rowGroup.ReadAsync(field, results.AsMemory())));

        Assert.Contains("it takes more memory than the", Assert.IsType<ParquetException>(error).Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, HostileReading.Allowed(bytes) + Slack);
    }

    [Fact]
    public async Task ByteArraysThatRepeatEverMoreOfTheOneBeforeAreRefused()
    {
        const int Count = 50_000;
        byte[] body = [.. ForgedPage.Delta(0, 1, Count), .. ForgedPage.Delta(1, 0, Count), .. new byte[Count]];

        await AssertTakesTooMuchAsync(new ForgedFile
        {
            Type = ForgedFile.ByteArray,
            Rows = Count,
            Pages = ForgedPage.Data(Count, ForgedPage.DeltaByteArray, body),
        });
    }

    [Fact]
    public async Task TextsThatTakeNoBytesStillTakeMemory() => await AssertTakesTooMuchAsync(new ForgedFile
    {
        Type = ForgedFile.ByteArray,
        ConvertedType = Utf8,
        Rows = 5_000_000,
        Pages = ForgedPage.Data(5_000_000, ForgedPage.DeltaLengthByteArray, ForgedPage.Delta(0, 0, 5_000_000)),
    });

    [Fact]
    public async Task NarrowIntegersThatTakeNoBytesStillTakeMemory() => await AssertTakesTooMuchAsync(new ForgedFile
    {
        ConvertedType = Int8,
        Rows = 100_000_000,
        Pages = ForgedPage.Data(100_000_000, ForgedPage.DeltaBinaryPacked, ForgedPage.Delta(0, 0, 100_000_000)),
    });

    [Fact]
    public async Task ARunOfVeryManyBooleansIsRefused()
    {
        var run = ForgedPage.Run(200_000_000, 1);
        await AssertTakesTooMuchAsync(new ForgedFile
        {
            Type = ForgedFile.Boolean,
            Rows = 200_000_000,
            Pages = ForgedPage.Data(200_000_000, ForgedPage.Rle, [(byte)run.Length, 0, 0, 0, .. run]),
        });
    }

    [Fact]
    public async Task ADecimalOfVeryManyBytesIsRefused()
    {
        var forged = new ForgedFile
        {
            Type = ForgedFile.ByteArray,
            ConvertedType = Decimal,
            Pages = ForgedPage.Data(1, ForgedPage.Plain, OneArray(MiB)),
        };

        Assert.Contains("a decimal takes 1048576 bytes", await HostileReading.RefusedAsync(forged));
    }

    [Fact]
    public async Task ManyMembersOfGzipThatHoldNothingAreRead()
    {
        byte[] empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] body = [.. Enumerable.Repeat(empty, 50_000).SelectMany(bytes => bytes), .. CompressedZeros.Of(CompressionMethod.Gzip, sizeof(int))];
        var forged = new ForgedFile { Codec = CompressionMethod.Gzip, Pages = ForgedPage.Data(1, ForgedPage.Plain, body, sizeof(int)) };

        Assert.Null(await HostileReading.ErrorOfAsync(new MemoryStream(forged.Bytes)));
    }

    private static ForgedFile Zeros(CompressionMethod codec, int bytes, int size, int values = 1) =>
        new() { Codec = codec, Rows = values, Pages = ForgedPage.Data(values, ForgedPage.Plain, CompressedZeros.Of(codec, bytes), size) };

    /// <summary>One byte array, plain.</summary>
    private static byte[] OneArray(int length)
    {
        var plain = new byte[sizeof(int) + length];
        BinaryPrimitives.WriteInt32LittleEndian(plain, length);
        return plain;
    }

    private static void AssertTakesAtMost(long bytes, ForgedFile forged)
    {
        var (error, allocated) = HostileReading.Measured(forged.Bytes);
        Assert.IsType<ParquetException>(error);
        Assert.InRange(allocated, 0, bytes);
    }

    private static async Task AssertTakesTooMuchAsync(ForgedFile forged)
    {
        var bytes = forged.Bytes;
        AssertTakesAtMost(HostileReading.Allowed(bytes) + 2 * bytes.Length + Slack, forged);
        Assert.Contains("it takes more memory than the", await HostileReading.RefusedAsync(forged));
    }
}
