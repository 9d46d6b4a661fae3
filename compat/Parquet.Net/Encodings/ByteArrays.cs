using System.Buffers.Binary;

namespace Parquet.Encodings;

/// <summary>Plain-encoded byte arrays: each a length of four bytes, then its bytes.</summary>
internal static class ByteArrays
{
    public static ReadOnlyMemory<byte> Next(ReadOnlyMemory<byte> page, ref int position)
    {
        var left = page.Length - position - sizeof(int);
        var length = left < 0 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(page.Span[position..]);
        if (length < 0 || length > left)
            throw new ParquetException($"the byte array at byte {position} of {page.Length} claims {length} bytes");

        var bytes = page.Slice(position + sizeof(int), length);
        position += sizeof(int) + length;
        return bytes;
    }

    /// <summary>Compared byte by byte, unsigned; for UTF-8 that is the order of code points.</summary>
    public static (byte[] Min, byte[] Max)? Range(ReadOnlySpan<byte> plain)
    {
        if (plain.IsEmpty)
            return null;

        var position = 0;
        var min = Next(plain, ref position);
        var max = min;
        while (position < plain.Length)
        {
            var value = Next(plain, ref position);
            if (value.SequenceCompareTo(min) < 0)
                min = value;
            if (value.SequenceCompareTo(max) > 0)
                max = value;
        }

        return (min.ToArray(), max.ToArray());
    }

    private static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> plain, ref int position)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(plain[position..]);
        var bytes = plain.Slice(position + sizeof(int), length);
        position += sizeof(int) + length;
        return bytes;
    }
}
