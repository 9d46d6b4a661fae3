using System.Buffers.Binary;

namespace Parquet.Encodings;

/// <summary>Values of any width in bits, the lowest bit first, one after the other without gaps.</summary>
internal static class BitPacking
{
    /// <summary>Bytes that hold this many values.</summary>
    public static long Bytes(long count, int bitWidth) => (count * bitWidth + 7) / 8;

    /// <summary>The value that begins at a bit. The caller has seen that it lies within the input.</summary>
    public static ulong At(ReadOnlySpan<byte> input, long bit, int bitWidth)
    {
        var position = (int)(bit >> 3);
        var shift = (int)(bit & 7);
        var value = Word(input, position) >> shift;
        if (bitWidth > 64 - shift)
            value |= (ulong)input[position + 8] << (64 - shift);
        return bitWidth is 64 ? value : value & ((1UL << bitWidth) - 1);
    }

    private static ulong Word(ReadOnlySpan<byte> input, int position)
    {
        if (position <= input.Length - sizeof(ulong))
            return BinaryPrimitives.ReadUInt64LittleEndian(input[position..]);

        ulong word = 0;
        for (var i = input.Length - 1; i >= position; i--)
            word = (word << 8) | input[i];
        return word;
    }
}
