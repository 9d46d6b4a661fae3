namespace Parquet.Encodings;

internal static class HybridDecoder
{
    /// <summary>Fills all of values.</summary>
    public static void Decode(ReadOnlySpan<byte> input, int bitWidth, Span<int> values)
    {
        if (bitWidth is < 0 or > 32)
            throw Corrupt($"a width of {bitWidth} bits");

        var read = 0;
        while (!values.IsEmpty)
        {
            var header = Header(input, ref read);
            var count = (int)Math.Min(header >> 1, (ulong)values.Length);
            if ((header & 1) is 0)
            {
                values[..count].Fill(RunValue(input, bitWidth, ref read));
            }
            else
            {
                count = (int)Math.Min((header >> 1) * 8, (ulong)values.Length);
                Unpack(input, bitWidth, values[..count], ref read);
            }

            if (count is 0)
                throw Corrupt("an empty run");
            values = values[count..];
        }
    }

    private static ulong Header(ReadOnlySpan<byte> input, ref int read)
    {
        ulong header = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (read == input.Length)
                throw Corrupt("it ends before its last value");
            var next = input[read++];
            header |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return header;
        }

        throw Corrupt("a run's length takes more than five bytes");
    }

    private static int RunValue(ReadOnlySpan<byte> input, int bitWidth, ref int read)
    {
        var bytes = (bitWidth + 7) / 8;
        if (bytes > input.Length - read)
            throw Corrupt("it ends before its last value");
        var value = 0;
        for (var i = 0; i < bytes; i++)
            value |= input[read++] << (8 * i);
        return value;
    }

    private static void Unpack(ReadOnlySpan<byte> input, int bitWidth, Span<int> values, ref int read)
    {
        // The last group may be cut where its values end, although the format asks for all of it.
        if (((long)values.Length * bitWidth + 7) / 8 > input.Length - read)
            throw Corrupt("it ends before its last value");

        var mask = (1UL << bitWidth) - 1;
        ulong pending = 0;
        var pendingBits = 0;
        var position = read;
        for (var i = 0; i < values.Length; i++)
        {
            for (; pendingBits < bitWidth; pendingBits += 8)
                pending |= (ulong)input[position++] << pendingBits;
            values[i] = (int)(pending & mask);
            pending >>= bitWidth;
            pendingBits -= bitWidth;
        }

        var groups = (values.Length + 7) / 8;
        read = Math.Min(read + groups * bitWidth, input.Length);
    }

    private static ParquetException Corrupt(string problem) => new($"Corrupt levels or dictionary indexes: {problem}.");
}
