namespace Parquet.Encodings;

/// <summary>Levels, dictionary indexes and booleans: runs of one value, and groups of eight bit-packed values.</summary>
internal static class HybridDecoder
{
    /// <summary>Fills all of values.</summary>
    public static void Decode(ReadOnlySpan<byte> input, int bitWidth, Span<int> values)
    {
        if (bitWidth is < 0 or > 32)
            throw new ParquetException($"levels or indexes have a width of {bitWidth} bits, at most 32 are possible");

        var position = 0;
        while (!values.IsEmpty)
        {
            var header = Varint.Next(input, ref position);
            var isPacked = (header & 1) is 1;
            var length = isPacked ? (header >> 1) * 8 : header >> 1;
            if (length is 0 || header > uint.MaxValue)
                throw new ParquetException($"levels or indexes have a run of {length} values");

            var count = (int)Math.Min(length, (ulong)values.Length);
            if (isPacked)
                Unpack(input, bitWidth, values[..count], ref position);
            else
                values[..count].Fill(RunValue(input, bitWidth, ref position));
            values = values[count..];
        }
    }

    private static int RunValue(ReadOnlySpan<byte> input, int bitWidth, ref int position)
    {
        var bytes = (bitWidth + 7) / 8;
        if (bytes > input.Length - position)
            throw TooShort();
        var value = 0;
        for (var i = 0; i < bytes; i++)
            value |= input[position++] << (8 * i);
        return value;
    }

    private static void Unpack(ReadOnlySpan<byte> input, int bitWidth, Span<int> values, ref int position)
    {
        // The last group may be cut where its values end, although the format asks for all of it.
        if (BitPacking.Bytes(values.Length, bitWidth) > input.Length - position)
            throw TooShort();

        var packed = input[position..];
        long bit = 0;
        for (var i = 0; i < values.Length; i++, bit += bitWidth)
            values[i] = (int)BitPacking.At(packed, bit, bitWidth);
        position = (int)Math.Min(position + (values.Length + 7L) / 8 * bitWidth, input.Length);
    }

    private static ParquetException TooShort() => new("levels or indexes end before their last value");
}
