using System.Numerics;

namespace Parquet.Encodings;

/// <summary>Integers as differences to the one before: blocks with a least difference each, of miniblocks with a width in bits each.</summary>
internal static class DeltaBinaryPacked
{
    private const int GreatestBlock = 1 << 20;

    /// <summary>Fills all of values and gives the position behind them. Sums wrap around, as they did when the file was written.</summary>
    public static int Decode<T>(ReadOnlySpan<byte> input, Span<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        var position = 0;
        var blockSize = Varint.Next(input, ref position);
        var miniblocks = Varint.Next(input, ref position);
        var count = Varint.Next(input, ref position);
        var value = Varint.NextZigZag(input, ref position);
        if (blockSize is 0 or > GreatestBlock || miniblocks is 0 || miniblocks > blockSize || blockSize % (miniblocks * 8) != 0)
            throw new ParquetException(
                $"differences come in blocks of {blockSize} values and {miniblocks} miniblocks, a miniblock holds a multiple of eight");
        if (count != (ulong)values.Length)
            throw new ParquetException($"there are differences for {count} values, {values.Length} were expected");
        if (values.IsEmpty)
            return position;

        values[0] = T.CreateTruncating(value);
        var left = values[1..];
        var miniblockSize = (int)(blockSize / miniblocks);
        while (!left.IsEmpty)
        {
            var least = Varint.NextZigZag(input, ref position);
            if ((int)miniblocks > input.Length - position)
                throw TooShort();
            var widths = input.Slice(position, (int)miniblocks);
            position += widths.Length;
            foreach (var width in widths)
            {
                // Miniblocks behind the last value have a width, but no bytes.
                if (left.IsEmpty)
                    break;
                var taken = left[..Math.Min(miniblockSize, left.Length)];
                value = Miniblock(input, width, least, value, taken, position);
                position = (int)Math.Min(position + BitPacking.Bytes(miniblockSize, width), input.Length);
                left = left[taken.Length..];
            }
        }

        return position;
    }

    private static long Miniblock<T>(ReadOnlySpan<byte> input, int width, long least, long value, Span<T> values, int position)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (width > 64)
            throw new ParquetException($"differences have a width of {width} bits, at most 64 are possible");
        if (BitPacking.Bytes(values.Length, width) > input.Length - position)
            throw TooShort();

        var packed = input[position..];
        long bit = 0;
        for (var i = 0; i < values.Length; i++, bit += width)
        {
            value += least + (long)BitPacking.At(packed, bit, width);
            values[i] = T.CreateTruncating(value);
        }

        return value;
    }

    private static ParquetException TooShort() => new("differences end before their last value");
}
