using Parquet;

namespace MetricPlugins.Tests.ParquetNet.Hostile;

/// <summary>What the format allows, or a later version of it might, and this reader does not read: refused by name, never guessed at.</summary>
public class ParquetUnreadableTests
{
    private const int Date = 6;
    private static readonly byte[] OneValue = [1, 0, 0, 0];
    private static readonly ForgedFile OneColumn = new() { Pages = ForgedPage.Data(1, ForgedPage.Plain, OneValue) };

    [Fact]
    public async Task AnEncryptedFileIsRefused()
    {
        using var file = new TemporaryFile();
        await File.WriteAllBytesAsync(file.Path, [.. "PARE"u8, .. new byte[50], .. "PARE"u8]);

        var error = await Assert.ThrowsAsync<ParquetException>(() => ParquetReader.CreateAsync(file.Path));

        Assert.Equal($"{file.Path}, byte 0: the file is encrypted, which is not supported.", error.Message);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("PAR1", 0)]
    [InlineData("PAR1PAR1", 0)]
    [InlineData("This is a text file, and no Parquet.", 0)]
    [InlineData("PAR1, but cut short.", 16)]
    [InlineData("PAR1 that has no footer.PARE", 24)]
    public async Task WhatIsNoParquetFileIsRefused(string content, long position)
    {
        using var file = new TemporaryFile();
        await File.WriteAllTextAsync(file.Path, content);

        var error = await Assert.ThrowsAsync<IOException>(() => ParquetReader.CreateAsync(file.Path));

        Assert.StartsWith($"{file.Path}, byte {position}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEncryptedColumnIsRefused() =>
        Assert.Contains(
            "column 'x': it is encrypted",
            await HostileReading.RefusedAsync(OneColumn with { Chunk = chunk => chunk.Struct(8, new Thrift().Struct(1, new Thrift())) }));

    [Fact]
    public async Task AColumnInAnotherFileIsNotReadFromThisOne() =>
        Assert.Contains(
            "column 'x': its values lie in another file, 'part-0.parquet'",
            await HostileReading.RefusedAsync(OneColumn with { Chunk = chunk => chunk.Text(1, "part-0.parquet") }));

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(99)]
    [InlineData(-1)]
    public async Task ACodecThatIsNotKnownIsRefused(int codec) =>
        Assert.Contains(
            $"column 'x': it is compressed with {(CompressionMethod)codec}, which is not supported. Supported: None, Snappy",
            await HostileReading.RefusedAsync(OneColumn with { Codec = (CompressionMethod)codec }));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(99)]
    [InlineData(-1)]
    public async Task AnEncodingThatIsNotKnownIsRefused(int encoding) =>
        Assert.Contains("is not supported for values of type Int32", await RefusedAsync(ForgedPage.Data(1, encoding, OneValue)));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(-1)]
    public async Task APageOfAnotherTypeThanItsHeaderIsRefused(int type) =>
        Assert.Contains("is not known, or lacks its header", await RefusedAsync(ForgedPage.Data(1, ForgedPage.Plain, OneValue, type: type)));

    [Fact]
    public async Task ADataPageBeforeItsDictionaryIsRefused() =>
        Assert.Contains(
            "refers to a dictionary that is not there",
            await RefusedAsync([.. ForgedPage.Data(1, ForgedPage.RleDictionary, [0, .. ForgedPage.Run(1)]), .. ForgedPage.Dictionary(1, OneValue)]));

    [Fact]
    public async Task ASecondDictionaryIsRefused()
    {
        var dictionary = ForgedPage.Dictionary(1, OneValue);

        Assert.Contains(
            "a dictionary comes behind values or behind another",
            await RefusedAsync([.. dictionary, .. dictionary, .. ForgedPage.Data(1, ForgedPage.RleDictionary, [0, .. ForgedPage.Run(1)])]));
    }

    [Fact]
    public async Task ADictionaryBehindValuesIsRefused()
    {
        byte[] pages = [.. OneColumn.Pages, .. ForgedPage.Dictionary(1, OneValue), .. OneColumn.Pages];

        Assert.Contains("a dictionary comes behind values", await HostileReading.RefusedAsync(new ForgedFile { Rows = 2, Pages = pages }));
    }

    [Theory]
    [InlineData(ForgedFile.Int32, new byte[] { 255, 255, 255, 127 })]
    [InlineData(ForgedFile.Int96, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 127 })]
    [InlineData(ForgedFile.Int96, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128 })]
    public async Task ATimeBeyondAllCalendarsIsRefused(int type, byte[] value)
    {
        var forged = new ForgedFile
        {
            Type = type,
            ConvertedType = type is ForgedFile.Int32 ? Date : null,
            Pages = ForgedPage.Data(1, ForgedPage.Plain, value),
        };

        Assert.Contains("lies outside the years 1 to 9999", await HostileReading.RefusedAsync(forged));
    }

    [Fact]
    public async Task AStatisticBeyondAllCalendarsIsRefused()
    {
        byte[] greatest = [255, 255, 255, 127];
        var forged = OneColumn with
        {
            ConvertedType = Date,
            Metadata = metadata => metadata.Struct(12, new Thrift().Field(5, 8, [4, .. greatest])),
        };

        Assert.Contains("column 'x': a time of 2147483647 units", await HostileReading.RefusedAsync(forged));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task AStatisticOfAnotherLengthThanItsTypeIsNone(int length)
    {
        foreach (var (type, typeLength) in new[] { (ForgedFile.Int32, (int?)null), (ForgedFile.Int96, null), (ForgedFile.FixedLength, 4) })
        {
            var statistics = new Thrift().Field(5, 8, [(byte)length, .. new byte[length]]);
            var forged = new ForgedFile { Type = type, TypeLength = typeLength, Metadata = metadata => metadata.Struct(12, statistics) };

            await using var reader = await ParquetReader.CreateAsync(new MemoryStream(forged.Bytes));

            Assert.Null(reader.RowGroups[0].GetStatistics(reader.Schema.GetDataFields()[0])!.MaxValue);
        }
    }

    private static Task<string> RefusedAsync(byte[] pages) => HostileReading.RefusedAsync(new ForgedFile { Pages = pages });
}
