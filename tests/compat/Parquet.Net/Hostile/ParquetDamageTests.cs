using System.Text.Json;
using MetricPlugins.Tests.Node;
using Parquet;

namespace MetricPlugins.Tests.ParquetNet.Hostile;

/// <summary>Damaged files are refused with the reader's own errors, or read as what they now say; nothing else happens.</summary>
public class ParquetDamageTests
{
    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public async Task NoDamageBreaksTheReaderOfOurFiles(CompressionMethod compression)
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, compression);

        await SurvivesDamageAsync(file.Path);
    }

    [NodeTheory]
    [InlineData("snappy", "V1")]
    [InlineData("uncompressed", "V2")]
    [InlineData("gzip", "V2")]
    [InlineData("brotli", "V2")]
    [InlineData("zstd", "V2")]
    [InlineData("lz4_raw", "V2")]
    public async Task NoDamageBreaksTheReaderOfFilesOfDuckDb(string compression, string version)
    {
        using var file = new TemporaryFile();
        DuckDb.Query($$"""
            COPY (
                SELECT i::TINYINT AS narrow, (i * 3000000000)::BIGINT AS wide, CASE WHEN i % 3 = 0 THEN NULL ELSE i / 7 END AS number,
                       'loss ' || i AS text, i % 2 = 0 AS flag, (i / 10)::DECIMAL(28, 4) AS decimal, DATE '2024-01-01' + i::INTEGER AS day,
                       TIMESTAMP '2024-01-01' + INTERVAL (i) HOUR AS time, INTERVAL (i) DAY AS span,
                       '00000000-0000-4000-8000-00000000000' || i AS uuid, [{'key': [i::FLOAT, NULL]}] AS nested
                FROM range(9) t(i))
            TO {{file.Sql}} (FORMAT parquet, COMPRESSION {{compression}}, PARQUET_VERSION {{version}}, DICTIONARY_SIZE_LIMIT 2)
            """);

        await SurvivesDamageAsync(file.Path);
    }

    [NodeTheory]
    [InlineData("UNCOMPRESSED")]
    [InlineData("SNAPPY")]
    [InlineData("GZIP")]
    public async Task NoDamageBreaksTheReaderOfAnyEncoding(string codec)
    {
        var numbers = Enumerable.Range(0, 20).Select(i => i * i % 17).ToArray();
        var texts = numbers.Select(i => $"loss {i}").ToArray();
        using var file = new TemporaryFile();
        var columns = new object[]
        {
            new { name = "a", type = "INT32", encoding = "DELTA_BINARY_PACKED", codec, data = numbers },
            new { name = "b", type = "INT32", encoding = "BYTE_STREAM_SPLIT", codec, data = numbers },
            new { name = "c", type = "DOUBLE", encoding = "BYTE_STREAM_SPLIT", codec, data = numbers },
            new { name = "d", type = "BOOLEAN", encoding = "RLE", codec, data = numbers.Select(i => i % 2 == 0) },
            new { name = "e", type = "STRING", encoding = "DELTA_LENGTH_BYTE_ARRAY", codec, data = texts },
            new { name = "f", type = "STRING", encoding = "DELTA_BYTE_ARRAY", codec, data = texts },
            new { name = "g", type = "STRING", codec, data = numbers.Select(i => $"{i % 2}") },
            new { name = "h", type = "FLOAT16", codec, data = numbers },
            new { name = "i", codec, data = numbers.Select(i => i % 3 == 0 ? null : new int?[] { i, null }) },
        };
        NodeProcess.Run("write.mjs", JsonSerializer.Serialize(columns), file.Path);

        await SurvivesDamageAsync(file.Path);
    }

    [Fact]
    public async Task AFileIsRefusedWhereverItIsCutOff()
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, CompressionMethod.Zstd);
        await using var stream = new FileStream(file.Path, FileMode.Open);

        while (stream.Length > 0)
        {
            stream.SetLength(stream.Length - 1);
            var error = Assert.IsType<IOException>(await HostileReading.ErrorOfAsync(stream));
            Assert.StartsWith($"{file.Path}, byte ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AFileThatIsCutOffWhileItIsReadIsRefused()
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, CompressionMethod.Zstd);
        await using var stream = new FileStream(file.Path, FileMode.Open);
        await using var reader = await ParquetReader.CreateAsync(stream);

        stream.SetLength(10);
        var error = await Assert.ThrowsAnyAsync<IOException>(
            async () => await reader.RowGroups[0].ReadRawColumnDataBaseAsync(reader.Schema.GetDataFields()[0]));

        Assert.StartsWith($"{file.Path}, byte 10: the file ends here", error.Message, StringComparison.Ordinal);
    }

    private static async Task SurvivesDamageAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        Assert.Null(await HostileReading.ErrorOfAsync(new MemoryStream(bytes)));

        var refused = 0;
        for (var position = 0; position < bytes.Length; position++)
        {
            foreach (var damage in new byte[] { 0x01, 0x80, 0xFF })
            {
                bytes[position] ^= damage;
                refused += await HostileReading.ErrorOfAsync(new MemoryStream(bytes)) is null ? 0 : 1;
                bytes[position] ^= damage;
            }

            var shorter = new MemoryStream([.. bytes[..position], .. bytes[(position + 1)..]]);
            refused += await HostileReading.ErrorOfAsync(shorter) is null ? 0 : 1;
        }

        Assert.True(refused > bytes.Length / 2, $"{refused} of {4 * bytes.Length} damaged files were refused.");
    }
}
