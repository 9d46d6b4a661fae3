using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace MetricPlugins.Tests.ParquetNet;

/// <summary>LZ4 in Hadoop's own frame, which the format has given up, and LZO are neither written nor read.</summary>
public class ParquetUnsupportedCompressionTests
{
    [Theory]
    [InlineData(CompressionMethod.LZ4)]
    [InlineData(CompressionMethod.Lzo)]
    public async Task WritingIsRefusedWithWhatIsSupported(CompressionMethod method)
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(
            () => WriteAsync(new ParquetOptions { CompressionMethod = method }));

        Assert.Contains($"{method} is not supported", error.Message, StringComparison.Ordinal);
        Assert.Contains("Snappy, Gzip, Brotli, Zstd, Lz4Raw", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CompressionMethod.LZ4)]
    [InlineData(CompressionMethod.Lzo)]
    public async Task ReadingIsRefusedWithTheColumn(CompressionMethod method)
    {
        using var file = await WriteAsync(new ParquetOptions { CompressionMethod = CompressionMethod.Snappy });
        var bytes = file.ToArray();

        // In the footer the codec follows the column's path, both in Thrift's compact form.
        byte[] path = [0x18, 1, (byte)'x', 0x15];
        bytes[bytes.AsSpan().IndexOf(path) + path.Length] = (byte)(2 * (int)method);

        var error = await Assert.ThrowsAsync<ParquetException>(() => ParquetFile.ReadAsync(new MemoryStream(bytes), async (rowGroup, fields) =>
        {
            await rowGroup.ReadAsync(fields[0], new int[3].AsMemory());
            return 0;
        }));

        Assert.Contains($"column 'x': it is compressed with {method}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALevelThatDoesNotExistIsRefused() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => WriteAsync(new ParquetOptions { CompressionLevel = (CompressionLevel)9 }));

    private static Task<MemoryStream> WriteAsync(ParquetOptions options)
    {
        var field = new DataField<int>("x");
        return ParquetFile.WriteAsync(
            new ParquetSchema(field), rowGroup => rowGroup.WriteAsync(field, new ReadOnlyMemory<int>([1, 2, 3])), options);
    }
}
