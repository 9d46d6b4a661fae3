using System.IO.Compression;

namespace Parquet.Compression;

internal sealed class Brotli : PageCodec
{
    private const int WindowBits = 22;

    // A meta-block holds at most 16 MiB, and its header alone takes eight bytes.
    public override long LargestGrowth => 16 * 1024 * 1024 / 8;

    public override int LargestCompressed(int length) => BrotliEncoder.GetMaxCompressedLength(length);

    public override bool TryCompress(ReadOnlySpan<byte> page, CompressionLevel level, Span<byte> result, out int length) =>
        BrotliEncoder.TryCompress(page, result, out length, QualityOf(level), WindowBits);

    public override bool TryDecompress(ReadOnlySpan<byte> bytes, Span<byte> page) =>
        BrotliDecoder.TryDecompress(bytes, page, out var length) && length == page.Length;

    // The qualities BrotliStream gives these levels.
    private static int QualityOf(CompressionLevel level) => level switch
    {
        CompressionLevel.NoCompression => 0,
        CompressionLevel.Fastest => 1,
        CompressionLevel.SmallestSize => 11,
        _ => 4,
    };
}
