using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Parquet.Compression;

/// <summary>It has no levels.</summary>
internal sealed partial class Snappy : PageCodec
{
    private const string Library = "libsnappy.so.1";

    public Snappy() => SystemLibrary.Require(Library, "libsnappy1v5", CompressionMethod.Snappy);

    // The densest element is a copy of 64 bytes, told in three.
    public override long LargestGrowth => 22;

    public override int LargestCompressed(int length) => checked((int)snappy_max_compressed_length((nuint)length));

    public override bool TryCompress(ReadOnlySpan<byte> page, CompressionLevel level, Span<byte> result, out int length)
    {
        var size = (nuint)result.Length;
        var status = snappy_compress(page, (nuint)page.Length, result, ref size);
        length = (int)size;
        return status is 0;
    }

    public override bool TryDecompress(ReadOnlySpan<byte> bytes, Span<byte> page)
    {
        var size = (nuint)page.Length;
        return snappy_uncompress(bytes, (nuint)bytes.Length, page, ref size) is 0 && size == (nuint)page.Length;
    }

    [LibraryImport(Library)]
    private static partial nuint snappy_max_compressed_length(nuint length);

    [LibraryImport(Library)]
    private static partial int snappy_compress(ReadOnlySpan<byte> input, nuint length, Span<byte> compressed, ref nuint size);

    [LibraryImport(Library)]
    private static partial int snappy_uncompress(ReadOnlySpan<byte> compressed, nuint length, Span<byte> output, ref nuint size);
}
