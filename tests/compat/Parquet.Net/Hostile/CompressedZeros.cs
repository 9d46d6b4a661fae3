using System.IO.Compression;
using Parquet;

namespace MetricPlugins.Tests.ParquetNet.Hostile;

/// <summary>Very many zeros in the few bytes that a codec needs for them; four million at least.</summary>
internal static class CompressedZeros
{
    public static byte[] Of(CompressionMethod method, int count) => method switch
    {
        CompressionMethod.Snappy => Snappy(count),
        CompressionMethod.Gzip => Through(stream => new GZipStream(stream, CompressionLevel.Optimal), count),
        CompressionMethod.Brotli => Through(stream => new BrotliStream(stream, CompressionLevel.Optimal), count),
        CompressionMethod.Zstd => Zstd(count),
        CompressionMethod.Lz4Raw => Lz4(count),
        _ => new byte[count],
    };

    private static byte[] Through(Func<Stream, Stream> compress, int count)
    {
        using var result = new MemoryStream();
        var block = new byte[1 << 20];
        using (var stream = compress(result))
            for (var left = count; left > 0; left -= block.Length)
                stream.Write(block, 0, Math.Min(left, block.Length));
        return result.ToArray();
    }

    /// <summary>One zero, then copies of 64 bytes from one byte before, which is as dense as it gets.</summary>
    private static byte[] Snappy(int count)
    {
        var (copies, rest) = Math.DivRem(count - 1, 64);
        return
        [
            .. Thrift.Varint((ulong)count), 0, 0,
            .. Enumerable.Repeat<byte[]>([63 << 2 | 2, 1, 0], copies).SelectMany(copy => copy),
            .. rest is 0 ? Array.Empty<byte>() : [(byte)((rest - 1) << 2 | 2), 1, 0],
        ];
    }

    /// <summary>One zero, one copy of any length from one byte before, five zeros that must end a block.</summary>
    private static byte[] Lz4(int count)
    {
        var (full, rest) = Math.DivRem(count - 6 - 19, 255);
        return [0x1F, 0, 1, 0, .. Enumerable.Repeat((byte)255, full), (byte)rest, 0x50, 0, 0, 0, 0, 0];
    }

    /// <summary>A frame of blocks that repeat one byte.</summary>
    private static byte[] Zstd(int count)
    {
        const int Block = 128 << 10;
        var frame = new List<byte> { 0x28, 0xB5, 0x2F, 0xFD, 0, 0x38 };
        for (var left = count; left > 0; left -= Block)
        {
            var header = (left <= Block ? 1 : 0) | 1 << 1 | Math.Min(left, Block) << 3;
            frame.AddRange([(byte)header, (byte)(header >> 8), (byte)(header >> 16), 0]);
        }

        return [.. frame];
    }
}
