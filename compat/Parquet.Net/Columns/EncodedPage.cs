using Parquet.Compression;
using Parquet.Meta;
using Parquet.Thrift;

namespace Parquet.Columns;

/// <summary>A page as it goes to the file.</summary>
internal sealed class EncodedPage(ReadOnlyMemory<byte> header, PooledBytes body, int uncompressedSize) : IDisposable
{
    public ReadOnlyMemory<byte> Header => header;

    public ReadOnlyMemory<byte> Body => body.Memory;

    public int UncompressedSize => uncompressedSize;

    public static EncodedPage Of(PageHeader header, ReadOnlySpan<byte> page, ParquetOptions options)
    {
        var body = Codec.Compress(options.CompressionMethod, options.CompressionLevel, page);
        header.UncompressedSize = page.Length;
        header.CompressedSize = body.Memory.Length;
        return new EncodedPage(ThriftWriter.Serialize(header).WrittenMemory, body, page.Length);
    }

    public void Dispose() => body.Dispose();
}
