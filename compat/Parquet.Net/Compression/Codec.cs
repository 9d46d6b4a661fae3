using System.IO.Compression;
using Parquet.Columns;

namespace Parquet.Compression;

internal static class Codec
{
    // Each is made when first asked for: a library that is missing concerns only those who need it.
    private static readonly Dictionary<CompressionMethod, Lazy<PageCodec>> Codecs = new()
    {
        [CompressionMethod.None] = new(() => new Uncompressed()),
        [CompressionMethod.Snappy] = new(() => new Snappy()),
        [CompressionMethod.Gzip] = new(() => new Gzip()),
        [CompressionMethod.Brotli] = new(() => new Brotli()),
        [CompressionMethod.Zstd] = new(() => new Zstd()),
        [CompressionMethod.Lz4Raw] = new(() => new Lz4Raw()),
    };

    private static readonly string Supported = string.Join(", ", Codecs.Keys);

    // As long as the longest string, which a page may hold; no writer makes pages that come near.
    private const int LargestPage = 0x3FFFFFDF;

    /// <exception cref="NotSupportedException">There is no such codec.</exception>
    /// <exception cref="DllNotFoundException">Its library is missing.</exception>
    public static void RequireSupported(CompressionMethod method)
    {
        if (!Codecs.TryGetValue(method, out var codec))
            throw new NotSupportedException($"Compression {method} is not supported. Supported: {Supported}.");
        _ = codec.Value;
    }

    /// <exception cref="ParquetException">There is no such codec.</exception>
    /// <exception cref="DllNotFoundException">Its library is missing.</exception>
    public static void RequireReadable(CompressionMethod method)
    {
        if (!Codecs.TryGetValue(method, out var codec))
            throw new ParquetException($"it is compressed with {method}, which is not supported. Supported: {Supported}");
        _ = codec.Value;
    }

    /// <summary>The caller disposes what it gets.</summary>
    public static PooledBytes Compress(CompressionMethod method, CompressionLevel level, ReadOnlySpan<byte> page)
    {
        var codec = Codecs[method].Value;
        var buffer = Pool.Rent<byte>(codec.LargestCompressed(page.Length));
        return codec.TryCompress(page, level, buffer, out var length)
            ? new PooledBytes(buffer, length)
            : throw new ParquetException($"{method} fails to compress a page of {page.Length} bytes at level {level}.");
    }

    /// <summary>The caller disposes what it gets. The size comes from the file, so it is checked before anything is allocated.</summary>
    public static PooledBytes Decompress(CompressionMethod method, ReadOnlySpan<byte> page, int size)
    {
        var codec = Codecs[method].Value;
        if (size < 0 || size > page.Length * codec.LargestGrowth)
            throw new ParquetException($"{page.Length} bytes ({method}) cannot hold the {size} bytes they claim");

        if (size > LargestPage)
            throw new ParquetException($"a page of {size} bytes is too large, at most {LargestPage} are supported");

        // Of an empty page, some codecs leave nothing.
        var result = PooledBytes.Rent(size);
        if (page.IsEmpty || codec.TryDecompress(page, result.Span))
            return result;
        result.Dispose();
        throw new ParquetException($"{page.Length} bytes ({method}) do not decompress to the {size} bytes they claim");
    }
}
