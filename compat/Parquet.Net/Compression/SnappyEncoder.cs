using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Parquet.Compression;

/// <summary>The raw Snappy format: a length, then literals and copies of at most 64 bytes from at most 65535 bytes back.</summary>
internal static class SnappyEncoder
{
    private const int TableBits = 14;
    private const int FarthestCopy = 65535;
    private const int LongestCopy = 64;

    /// <summary>What incompressible input of this length can take.</summary>
    public static int MaxCompressedLength(int length) => checked(32 + length + length / 6);

    public static int Compress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var written = WriteLength(input.Length, output);
        var table = ArrayPool<int>.Shared.Rent(1 << TableBits);
        try
        {
            table.AsSpan(0, 1 << TableBits).Clear();
            return CompressBody(input, output, written, table);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(table);
        }
    }

    private static int CompressBody(ReadOnlySpan<byte> input, Span<byte> output, int written, int[] table)
    {
        // Position 0 is what an empty slot of the table points at, so matching starts at 1.
        var literal = 0;
        var position = 1;
        var misses = 0;
        while (position <= input.Length - sizeof(uint))
        {
            var word = Word(input, position);
            ref var slot = ref table[(word * 0x1E35A7BD) >> (32 - TableBits)];
            var candidate = slot;
            slot = position;

            if (Word(input, candidate) != word || position - candidate > FarthestCopy)
            {
                // The longer nothing matches, the larger the steps: random data is passed over quickly.
                position += 1 + (misses++ >> 5);
                continue;
            }

            written = WriteLiteral(input[literal..position], output, written);
            var length = sizeof(uint) + CommonPrefix(input, candidate + sizeof(uint), position + sizeof(uint));
            written = WriteCopy(position - candidate, length, output, written);
            position += length;
            literal = position;
            misses = 0;
        }

        return WriteLiteral(input[literal..], output, written);
    }

    private static int WriteLength(int length, Span<byte> output)
    {
        var written = 0;
        for (; length >= 0x80; length >>= 7)
            output[written++] = (byte)(length | 0x80);
        output[written++] = (byte)length;
        return written;
    }

    private static int WriteLiteral(ReadOnlySpan<byte> literal, Span<byte> output, int written)
    {
        if (literal.IsEmpty)
            return written;

        var last = literal.Length - 1;
        if (last < 60)
        {
            output[written++] = (byte)(last << 2);
        }
        else
        {
            var lengthBytes = (BitOperations.Log2((uint)last) >> 3) + 1;
            output[written++] = (byte)((59 + lengthBytes) << 2);
            for (var i = 0; i < lengthBytes; i++)
                output[written++] = (byte)(last >> (8 * i));
        }

        literal.CopyTo(output[written..]);
        return written + literal.Length;
    }

    private static int WriteCopy(int offset, int length, Span<byte> output, int written)
    {
        for (; length > 0; length -= LongestCopy)
        {
            var part = Math.Min(length, LongestCopy);
            if (part is >= 4 and < 12 && offset < 2048)
            {
                output[written++] = (byte)(1 | ((part - 4) << 2) | ((offset >> 8) << 5));
                output[written++] = (byte)offset;
            }
            else
            {
                output[written++] = (byte)(2 | ((part - 1) << 2));
                output[written++] = (byte)offset;
                output[written++] = (byte)(offset >> 8);
            }
        }

        return written;
    }

    private static int CommonPrefix(ReadOnlySpan<byte> input, int earlier, int later) =>
        input[later..].CommonPrefixLength(input.Slice(earlier, input.Length - later));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Word(ReadOnlySpan<byte> input, int position) =>
        Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref MemoryMarshal.GetReference(input), position));
}
