using System.Buffers;
using Parquet.Schema;

namespace Parquet.Compression;

internal static class Codec
{
    private static readonly string Supported = $"{CompressionMethod.None}, {CompressionMethod.Snappy}";

    public static void RequireSupported(CompressionMethod method)
    {
        if (!IsSupported(method))
            throw new NotSupportedException($"Compression {method} is not supported. Supported: {Supported}.");
    }

    public static void RequireReadable(CompressionMethod method, DataField field)
    {
        if (!IsSupported(method))
            throw new ParquetException(
                $"Column '{field.Path}' is compressed with {method}, which is not supported. Supported: {Supported}.");
    }

    /// <summary>The caller disposes what it gets.</summary>
    public static PooledBytes Compress(CompressionMethod method, ReadOnlySpan<byte> page)
    {
        if (method is CompressionMethod.None)
            return PooledBytes.CopyOf(page);

        var buffer = ArrayPool<byte>.Shared.Rent(SnappyEncoder.MaxCompressedLength(page.Length));
        return new PooledBytes(buffer, SnappyEncoder.Compress(page, buffer));
    }

    /// <summary>The caller disposes what it gets. The size comes from the file, so it is checked before anything is allocated.</summary>
    public static PooledBytes Decompress(CompressionMethod method, ReadOnlySpan<byte> page, int size)
    {
        var most = method is CompressionMethod.None ? page.Length : (long)page.Length * SnappyDecoder.LargestGrowth;
        if (size < 0 || size > most)
            throw new ParquetException($"Corrupt page: {page.Length} bytes ({method}) cannot hold the {size} bytes it claims.");

        if (method is CompressionMethod.None)
            return PooledBytes.CopyOf(page[..size]);

        var result = PooledBytes.Rent(size);
        SnappyDecoder.Decompress(page, result.Span);
        return result;
    }

    private static bool IsSupported(CompressionMethod method) => method is CompressionMethod.None or CompressionMethod.Snappy;
}
