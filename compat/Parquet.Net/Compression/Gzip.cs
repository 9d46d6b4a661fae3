using System.IO.Compression;

namespace Parquet.Compression;

internal sealed unsafe class Gzip : PageCodec
{
    // The densest code is a copy of 258 bytes, told in two bits.
    public override long LargestGrowth => 1032;

    // The most wasteful codes take nine bits a byte.
    public override int LargestCompressed(int length) => checked(length + length / 4 + 64);

    public override bool TryCompress(ReadOnlySpan<byte> page, CompressionLevel level, Span<byte> result, out int length)
    {
        fixed (byte* start = result)
        {
            using var stream = new UnmanagedMemoryStream(start, 0, result.Length, FileAccess.Write);
            using (var gzip = new GZipStream(stream, level, leaveOpen: true))
                gzip.Write(page);
            length = (int)stream.Length;
            return true;
        }
    }

    public override bool TryDecompress(ReadOnlySpan<byte> bytes, Span<byte> page)
    {
        fixed (byte* start = bytes)
        {
            using var stream = new UnmanagedMemoryStream(start, bytes.Length);
            using var gzip = new GZipStream(stream, CompressionMode.Decompress);
            try
            {
                return gzip.ReadAtLeast(page, page.Length, throwOnEndOfStream: false) == page.Length && gzip.ReadByte() < 0;
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }
    }
}
