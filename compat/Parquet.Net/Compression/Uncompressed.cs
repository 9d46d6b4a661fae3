using System.IO.Compression;

namespace Parquet.Compression;

internal sealed class Uncompressed : PageCodec
{
    public override long LargestGrowth => 1;

    public override int LargestCompressed(int length) => length;

    public override bool TryCompress(ReadOnlySpan<byte> page, CompressionLevel level, Span<byte> result, out int length)
    {
        length = page.Length;
        return page.TryCopyTo(result);
    }

    public override bool TryDecompress(ReadOnlySpan<byte> bytes, Span<byte> page) =>
        bytes.Length == page.Length && bytes.TryCopyTo(page);
}
