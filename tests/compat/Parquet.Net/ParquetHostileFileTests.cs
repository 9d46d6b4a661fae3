using Parquet;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>Damaged files are refused with the reader's own errors, or read as what they now say; nothing else happens.</summary>
public class ParquetHostileFileTests
{
    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public async Task NoDamagedByteBreaksTheReader(CompressionMethod compression)
    {
        using var file = new TemporaryFile();
        await SampleTable.WriteAsync(file.Path, compression);
        var bytes = await File.ReadAllBytesAsync(file.Path);

        var refused = 0;
        for (var position = 0; position < bytes.Length; position++)
        {
            foreach (var damage in new byte[] { 0x01, 0x80, 0xFF })
            {
                bytes[position] ^= damage;
                refused += await IsRefused(bytes) ? 1 : 0;
                bytes[position] ^= damage;
            }
        }

        Assert.True(refused > bytes.Length / 10, $"{refused} of {3 * bytes.Length} damaged files were refused.");
    }

    private static async Task<bool> IsRefused(byte[] bytes)
    {
        try
        {
            await using var reader = await ParquetReader.CreateAsync(new MemoryStream(bytes));
            foreach (var rowGroup in reader.RowGroups)
            {
                foreach (var field in reader.Schema.GetDataFields())
                {
                    using var column = await rowGroup.ReadRawColumnDataBaseAsync(field);
                    rowGroup.GetStatistics(field);
                }
            }

            return false;
        }
        catch (Exception error) when (error is ParquetException or IOException)
        {
            return true;
        }
    }
}
