using System.Buffers.Binary;

namespace MetricPlugins.Tests.ParquetNet.Hostile;

/// <summary>Lengths, sizes and counts that are not true.</summary>
public class ParquetLyingLengthTests
{
    private static readonly byte[] OneValue = [1, 0, 0, 0];

    [Fact]
    public async Task TheTruthIsRead()
    {
        var forged = new ForgedFile { Pages = ForgedPage.Data(1, ForgedPage.Plain, OneValue) };

        Assert.Null(await HostileReading.ErrorOfAsync(new MemoryStream(forged.Bytes)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(1_000)]
    public async Task AFooterLongerThanTheFileIsRefused(int length) =>
        Assert.Contains($"the footer claims {length} bytes", await HostileReading.RefusedAsync(new ForgedFile { FooterLength = length }));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public async Task AFooterCutOffIsRefused(int length) =>
        Assert.Contains("footer: ", await HostileReading.RefusedAsync(new ForgedFile { FooterLength = length }));

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(long.MinValue, 10)]
    [InlineData(long.MaxValue, 10)]
    [InlineData(long.MaxValue - 5, 10)]
    [InlineData(1L << 32, 10)]
    [InlineData(100, 60)]
    [InlineData(4, -1)]
    [InlineData(4, long.MinValue)]
    public async Task AColumnOutsideTheFileIsRefused(long offset, long length) =>
        Assert.Contains("lie outside the file's", await HostileReading.RefusedAsync(new ForgedFile { Offset = offset, Length = length }));

    [Theory]
    [InlineData(-1, null, "-1 bytes")]
    [InlineData(5, null, "5 bytes")]
    [InlineData(int.MaxValue, null, "2147483647 bytes")]
    [InlineData(null, -1, "claims -1 bytes when decompressed")]
    [InlineData(null, int.MinValue, "claims -2147483648 bytes when decompressed")]
    [InlineData(null, 3, "do not decompress to the 3 bytes")]
    [InlineData(null, int.MaxValue, "it takes more memory than")]
    [InlineData(null, 1_000_000, "cannot hold the 1000000 bytes")]
    public async Task APageOfAnotherSizeIsRefused(int? compressed, int? size, string expected) =>
        Assert.Contains(expected, await RefusedAsync(ForgedPage.Data(1, ForgedPage.Plain, OneValue, size, compressed)));

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public async Task MoreValuesThanTheColumnHasAreRefused(int values) =>
        Assert.Contains($"claims {values} values", await RefusedAsync(ForgedPage.Data(values, ForgedPage.Plain, OneValue)));

    [Fact]
    public async Task PagesThatEndBeforeTheColumnsValuesDoAreRefused()
    {
        var forged = new ForgedFile { Rows = 2, Pages = ForgedPage.Data(1, ForgedPage.Plain, OneValue) };

        Assert.Contains("page header of column 'x'", await HostileReading.RefusedAsync(forged));
    }

    [Fact]
    public async Task PagesWithoutValuesEndAtTheColumnsEnd()
    {
        var empty = ForgedPage.Data(0, ForgedPage.Plain, []);

        Assert.Contains("page header of column 'x'", await RefusedAsync([.. Enumerable.Repeat(empty, 10_000).SelectMany(page => page)]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public async Task LevelsThatClaimMoreThanTheirPageAreRefused(int length)
    {
        var body = new byte[6];
        BinaryPrimitives.WriteInt32LittleEndian(body, length);
        var forged = new ForgedFile { Repetition = 1, Pages = ForgedPage.Data(1, ForgedPage.Plain, body) };

        Assert.Contains($"levels claim {length} of a page's 6 bytes", await HostileReading.RefusedAsync(forged));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(5, 0)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(int.MinValue, int.MinValue)]
    public async Task LevelsOfVersion2ThatClaimMoreThanTheirPageAreRefused(int definitions, int repetitions) =>
        Assert.Contains("levels claim", await RefusedAsync(ForgedPage.DataV2(1, ForgedPage.Plain, OneValue, definitions, repetitions)));

    [Fact]
    public async Task LevelsLongerThanAllOfThePageAreRefused() =>
        Assert.Contains("cannot hold the -1 bytes", await RefusedAsync(ForgedPage.DataV2(1, ForgedPage.Plain, OneValue, 2, size: 1)));

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public async Task ALevelThatTheSchemaLacksIsRefused(int level)
    {
        byte[] levels = [4, 0, 0, 0, .. ForgedPage.Run(1, (byte)level), 0, 0];
        var forged = new ForgedFile { Repetition = 1, Pages = ForgedPage.Data(1, ForgedPage.Plain, levels) };

        Assert.Contains($"level {(byte)level} lies outside 0 to 1", await HostileReading.RefusedAsync(forged));
    }

    [Theory]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 0, 0 })]
    public async Task ListsOfOtherRowsThanTheRowGroupsAreRefused(byte[] repetitions)
    {
        byte[] levels = [.. repetitions.SelectMany(level => ForgedPage.Run(1, level)), .. ForgedPage.Run(repetitions.Length, 1)];
        var body = levels.Concat(new byte[4 * repetitions.Length]).ToArray();
        var page = ForgedPage.DataV2(repetitions.Length, ForgedPage.Plain, body, 2, 2 * repetitions.Length);
        var forged = new ForgedFile { Repetition = 2, Values = repetitions.Length, Pages = page };

        Assert.Contains("whole rows", await HostileReading.RefusedAsync(forged));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public async Task ADictionaryOfAnotherLengthIsRefused(int count)
    {
        byte[] pages = [.. ForgedPage.Dictionary(count, OneValue), .. ForgedPage.Data(1, ForgedPage.RleDictionary, [0, .. ForgedPage.Run(1)])];

        Assert.Contains($"{count} values", await RefusedAsync(pages));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public async Task ByteArraysThatClaimMoreThanTheirPageAreRefused(int length)
    {
        var body = new byte[5];
        BinaryPrimitives.WriteInt32LittleEndian(body, length);
        var forged = new ForgedFile
        {
            Type = ForgedFile.ByteArray,
            Rows = 2,
            Pages = ForgedPage.Data(2, ForgedPage.Plain, body),
        };

        Assert.Contains("byte array at byte", await HostileReading.RefusedAsync(forged));
    }

    [Theory]
    [InlineData(new byte[] { 0, 1, 1, 0 }, "blocks of 0 values")]
    [InlineData(new byte[] { 128, 1, 0, 1, 0 }, "0 miniblocks")]
    [InlineData(new byte[] { 128, 1, 3, 1, 0 }, "3 miniblocks")]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1, 1, 1, 0 }, "blocks of 9223372036854775808 values")]
    [InlineData(new byte[] { 128, 1, 1, 5, 0 }, "differences for 5 values")]
    [InlineData(new byte[] { 128, 1, 1, 2, 0, 0 }, "end before their last value")]
    [InlineData(new byte[] { 128, 1, 1, 2, 0, 0, 65 }, "a width of 65 bits")]
    [InlineData(new byte[] { 128, 1, 1, 2, 0, 0, 8 }, "end before their last value")]
    [InlineData(new byte[] { 255, 255 }, "cut short")]
    public async Task DifferencesThatLieAreRefused(byte[] body, string expected)
    {
        var forged = new ForgedFile { Rows = 2, Pages = ForgedPage.Data(2, ForgedPage.DeltaBinaryPacked, body) };

        Assert.Contains(expected, await HostileReading.RefusedAsync(forged));
    }

    [Theory]
    [InlineData(ForgedPage.DeltaLengthByteArray, new byte[] { 8, 1, 1, 2 }, "claims 1 bytes, 0 are left")]
    [InlineData(ForgedPage.DeltaLengthByteArray, new byte[] { 8, 1, 1, 1 }, "claims -1 bytes")]
    [InlineData(ForgedPage.DeltaByteArray, new byte[] { 8, 1, 1, 2, 8, 1, 1, 0 }, "shares 1 bytes with the one before, which has 0")]
    [InlineData(ForgedPage.DeltaByteArray, new byte[] { 8, 1, 1, 1, 8, 1, 1, 0 }, "shares -1 bytes")]
    public async Task ByteArraysWhoseLengthsLieAreRefused(int encoding, byte[] body, string expected)
    {
        var forged = new ForgedFile { Type = ForgedFile.ByteArray, Pages = ForgedPage.Data(1, encoding, body) };

        Assert.Contains(expected, await HostileReading.RefusedAsync(forged));
    }

    [Theory]
    [InlineData(new byte[0], "empty")]
    [InlineData(new byte[] { 33, 2, 0, 0, 0, 0, 0 }, "a width of 33 bits")]
    [InlineData(new byte[] { 8 }, "cut short")]
    [InlineData(new byte[] { 8, 0 }, "a run of 0 values")]
    [InlineData(new byte[] { 8, 2 }, "end before their last value")]
    [InlineData(new byte[] { 8, 3 }, "end before their last value")]
    [InlineData(new byte[] { 8, 2, 1 }, "index 1 lies outside a dictionary of 1 values")]
    [InlineData(new byte[] { 32, 2, 255, 255, 255, 255 }, "index -1 lies outside")]
    [InlineData(new byte[] { 8, 254, 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "a run of")]
    public async Task IndexesThatLieAreRefused(byte[] body, string expected) =>
        Assert.Contains(expected, await RefusedAsync([.. ForgedPage.Dictionary(1, OneValue), .. ForgedPage.Data(1, ForgedPage.RleDictionary, body)]));

    [Theory]
    [InlineData(1UL << 31)]
    [InlineData(1UL << 62)]
    [InlineData(ulong.MaxValue)]
    public async Task AListThatClaimsMoreThanTheFooterIsRefused(ulong count)
    {
        var forged = new ForgedFile { Footer = footer => footer.Field(4, 9, Thrift.ListHeader(12, count)) };

        Assert.Contains($"a list of {count} elements does not fit", await HostileReading.RefusedAsync(forged));
    }

    [Fact]
    public async Task AListThatIsPassedOverCannotClaimMoreEither()
    {
        var forged = new ForgedFile { Footer = footer => footer.Field(100, 9, Thrift.ListHeader(1, 1UL << 40)) };

        Assert.Contains("a list of 1099511627776 elements does not fit", await HostileReading.RefusedAsync(forged));
    }

    [Fact]
    public async Task AMapThatIsPassedOverEndsWithTheFooter()
    {
        var forged = new ForgedFile { Footer = footer => footer.Field(100, 11, [.. Thrift.Varint(ulong.MaxValue), 0x33]) };

        Assert.Contains("1 bytes were expected, 0 are left", await HostileReading.RefusedAsync(forged));
    }

    [Fact]
    public async Task ATextThatClaimsMoreThanTheFooterIsRefused()
    {
        var forged = new ForgedFile { Footer = footer => footer.Field(6, 8, Thrift.Varint(ulong.MaxValue)) };

        Assert.Contains("18446744073709551615 bytes were expected", await HostileReading.RefusedAsync(forged));
    }

    private static Task<string> RefusedAsync(byte[] pages) => HostileReading.RefusedAsync(new ForgedFile { Pages = pages });
}
