namespace Parquet.Encodings;

/// <summary>Levels as the first writers stored them: bit-packed, the highest bit first.</summary>
internal static class BitPackedLevels
{
    public static int Bytes(int count, int bitWidth) => (int)BitPacking.Bytes(count, bitWidth);

    /// <summary>Fills all of levels.</summary>
    public static void Decode(ReadOnlySpan<byte> input, int bitWidth, Span<int> levels)
    {
        long bit = 0;
        foreach (ref var level in levels)
        {
            level = 0;
            for (var i = 0; i < bitWidth; i++, bit++)
                level = (level << 1) | (input[(int)(bit >> 3)] >> (7 - (int)(bit & 7)) & 1);
        }
    }
}
