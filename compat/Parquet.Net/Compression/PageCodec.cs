using System.IO.Compression;

namespace Parquet.Compression;

/// <summary>Compresses whole pages; several threads use one at once.</summary>
internal abstract class PageCodec
{
    /// <summary>Nothing grows more than this many times when it is decompressed.</summary>
    public abstract long LargestGrowth { get; }

    /// <summary>What incompressible bytes of this length can take.</summary>
    public abstract int LargestCompressed(int length);

    public abstract bool TryCompress(ReadOnlySpan<byte> page, CompressionLevel level, Span<byte> result, out int length);

    /// <summary>False unless exactly as many bytes come out as the page has room for.</summary>
    public abstract bool TryDecompress(ReadOnlySpan<byte> bytes, Span<byte> page);
}
