using System.Numerics;

namespace Parquet.Encodings;

/// <summary>Decimals, which the format keeps as whole numbers and a count of digits behind the point.</summary>
internal static class Decimals
{
    private const int GreatestScale = 28;
    private const int GreatestBits = 96;

    // The widest decimals that anyone writes have 256 bits; not all of them need to be in use.
    private const int GreatestLength = 32;

    public static Func<int, decimal> FromInteger(int scale) => value => Of(value, scale);

    public static Func<long, decimal> FromLong(int scale) => value => Of(value, scale);

    /// <summary>Of two's complement, the highest byte first.</summary>
    public static Func<ReadOnlyMemory<byte>, decimal> FromBytes(int scale) => value => value.Length <= GreatestLength
        ? Of(new BigInteger(value.Span, isUnsigned: false, isBigEndian: true), scale)
        : throw new ParquetException($"a decimal takes {value.Length} bytes, at most {GreatestLength} are supported");

    private static decimal Of(BigInteger unscaled, int scale)
    {
        var magnitude = BigInteger.Abs(unscaled);
        if (scale is < 0 or > GreatestScale || magnitude.GetBitLength() > GreatestBits)
            throw new ParquetException(
                $"a decimal of {magnitude.GetBitLength()} bits and scale {scale} does not fit into .NET's, " +
                $"which has {GreatestBits} bits and a scale of at most {GreatestScale}");

        var word = (BigInteger)uint.MaxValue;
        return new decimal(
            (int)(uint)(magnitude & word),
            (int)(uint)(magnitude >> 32 & word),
            (int)(uint)(magnitude >> 64 & word),
            unscaled.Sign < 0,
            (byte)scale);
    }
}
