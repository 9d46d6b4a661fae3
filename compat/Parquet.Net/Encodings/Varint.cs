namespace Parquet.Encodings;

/// <summary>Integers of seven bits a byte, the lowest first.</summary>
internal static class Varint
{
    private const int MostBytes = 10;

    public static ulong Next(ReadOnlySpan<byte> input, ref int position)
    {
        ulong value = 0;
        for (var i = 0; i < MostBytes; i++)
        {
            if (position == input.Length)
                throw new ParquetException($"an integer is cut short after {input.Length} bytes");
            var next = input[position++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return value;
        }

        throw new ParquetException($"an integer before byte {position} takes more than {MostBytes} bytes");
    }

    /// <summary>A signed one: 0, −1, 1, −2 and so on.</summary>
    public static long NextZigZag(ReadOnlySpan<byte> input, ref int position) => ZigZag(Next(input, ref position));

    public static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
