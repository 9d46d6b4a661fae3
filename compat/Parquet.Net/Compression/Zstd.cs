using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Parquet.Compression;

internal sealed partial class Zstd : PageCodec
{
    private const string Library = "libzstd.so.1";

    public Zstd() => SystemLibrary.Require(Library, "libzstd1", CompressionMethod.Zstd);

    // A block holds at most 128 KiB and takes at least four bytes.
    public override long LargestGrowth => 128 * 1024 / 4;

    public override int LargestCompressed(int length) => checked((int)ZSTD_compressBound((nuint)length));

    public override bool TryCompress(ReadOnlySpan<byte> page, CompressionLevel level, Span<byte> result, out int length)
    {
        var size = ZSTD_compress(result, (nuint)result.Length, page, (nuint)page.Length, LevelOf(level));
        length = (int)size;
        return ZSTD_isError(size) is 0;
    }

    public override bool TryDecompress(ReadOnlySpan<byte> bytes, Span<byte> page) =>
        ZSTD_decompress(page, (nuint)page.Length, bytes, (nuint)bytes.Length) == (nuint)page.Length;

    private static int LevelOf(CompressionLevel level) => level switch
    {
        // No level of Zstd merely stores.
        CompressionLevel.Fastest or CompressionLevel.NoCompression => 1,
        CompressionLevel.SmallestSize => 19,
        _ => 3,
    };

    [LibraryImport(Library)]
    private static partial nuint ZSTD_compressBound(nuint length);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint size);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_compress(Span<byte> compressed, nuint capacity, ReadOnlySpan<byte> input, nuint length, int level);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_decompress(Span<byte> output, nuint capacity, ReadOnlySpan<byte> compressed, nuint length);
}
