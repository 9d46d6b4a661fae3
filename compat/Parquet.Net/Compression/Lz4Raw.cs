using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Parquet.Compression;

/// <summary>A bare block, without the frame of <see cref="CompressionMethod.LZ4"/>; at its default level only.</summary>
internal sealed partial class Lz4Raw : PageCodec
{
    private const string Library = "liblz4.so.1";

    public Lz4Raw() => SystemLibrary.Require(Library, "liblz4-1", CompressionMethod.Lz4Raw);

    // Each further byte of a length adds at most 255.
    public override long LargestGrowth => 255;

    public override int LargestCompressed(int length) => LZ4_compressBound(length);

    public override bool TryCompress(ReadOnlySpan<byte> page, CompressionLevel level, Span<byte> result, out int length)
    {
        length = LZ4_compress_default(page, result, page.Length, result.Length);
        return length > 0;
    }

    public override bool TryDecompress(ReadOnlySpan<byte> bytes, Span<byte> page) =>
        LZ4_decompress_safe(bytes, page, bytes.Length, page.Length) == page.Length;

    [LibraryImport(Library)]
    private static partial int LZ4_compressBound(int length);

    [LibraryImport(Library)]
    private static partial int LZ4_compress_default(ReadOnlySpan<byte> input, Span<byte> compressed, int length, int capacity);

    [LibraryImport(Library)]
    private static partial int LZ4_decompress_safe(ReadOnlySpan<byte> compressed, Span<byte> output, int length, int capacity);
}
