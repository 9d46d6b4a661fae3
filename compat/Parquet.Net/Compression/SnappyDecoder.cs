namespace Parquet.Compression;

/// <summary>Reads the raw Snappy format; every length and offset is checked before it is used.</summary>
internal static class SnappyDecoder
{
    /// <summary>The densest element is a three-byte copy of 64 bytes, so no honest input grows more than this.</summary>
    public const int LargestGrowth = 22;

    /// <summary>Fills the output, whose length the caller knows, exactly; anything else is an error.</summary>
    public static void Decompress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var read = ReadLength(input, output.Length);
        var written = 0;
        while (read < input.Length)
        {
            var tag = input[read++];
            if ((tag & 3) is 0)
            {
                var length = LiteralLength(input, tag >> 2, ref read);
                if (length > input.Length - read || length > output.Length - written)
                    throw Corrupt($"a literal of {length} bytes is longer than its input or output", read);
                input.Slice(read, (int)length).CopyTo(output[written..]);
                read += (int)length;
                written += (int)length;
            }
            else
            {
                var (length, offset) = CopyOf(input, tag, ref read);
                if (offset is 0 || offset > written || length > output.Length - written)
                    throw Corrupt($"a copy of {length} bytes from {offset} back does not fit after {written} bytes", read);
                Copy(output, written, (int)offset, length);
                written += length;
            }
        }

        if (written != output.Length)
            throw Corrupt($"{written} bytes came out, {output.Length} were expected", read);
    }

    private static int ReadLength(ReadOnlySpan<byte> input, int expected)
    {
        ulong length = 0;
        for (var i = 0; i < Math.Min(5, input.Length); i++)
        {
            length |= (ulong)(input[i] & 0x7F) << (7 * i);
            if (input[i] < 0x80)
                return length == (ulong)expected ? i + 1 : throw Corrupt($"it says {length} bytes, its page {expected}", i);
        }

        throw Corrupt("its length is cut short", 0);
    }

    private static long LiteralLength(ReadOnlySpan<byte> input, int length, ref int read) =>
        length < 60 ? length + 1 : (long)LittleEndian(input, length - 59, ref read) + 1;

    private static (int Length, uint Offset) CopyOf(ReadOnlySpan<byte> input, byte tag, ref int read) => (tag & 3) switch
    {
        1 => (4 + ((tag >> 2) & 7), ((uint)(tag >> 5) << 8) | LittleEndian(input, 1, ref read)),
        2 => ((tag >> 2) + 1, LittleEndian(input, 2, ref read)),
        _ => ((tag >> 2) + 1, LittleEndian(input, 4, ref read)),
    };

    private static uint LittleEndian(ReadOnlySpan<byte> input, int bytes, ref int read)
    {
        if (bytes > input.Length - read)
            throw Corrupt("an element is cut short", read);
        uint value = 0;
        for (var i = 0; i < bytes; i++)
            value |= (uint)input[read++] << (8 * i);
        return value;
    }

    /// <summary>A copy may overlap what it writes: then it repeats the bytes between them.</summary>
    private static void Copy(Span<byte> output, int position, int offset, int length)
    {
        if (offset >= length)
        {
            output.Slice(position - offset, length).CopyTo(output[position..]);
            return;
        }

        for (var i = position; i < position + length; i++)
            output[i] = output[i - offset];
    }

    private static ParquetException Corrupt(string problem, int position) => new($"Corrupt Snappy data: at byte {position} {problem}.");
}
