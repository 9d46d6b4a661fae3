using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Parquet.Meta;

namespace Parquet.Encodings;

internal class NumberCodec<T>(PhysicalType physicalType) : FixedWidthCodec<T>(physicalType)
    where T : unmanaged, INumber<T>
{
    public override (byte[] Min, byte[] Max)? Range(ReadOnlySpan<T> values, ReadOnlySpan<byte> plain)
    {
        var first = 0;
        while (first < values.Length && T.IsNaN(values[first]))
            first++;
        if (first == values.Length)
            return null;

        var (min, max) = (values[first], values[first]);
        foreach (var value in values[first..])
        {
            // NaN is neither less nor greater, so it never gets in.
            if (value < min)
                min = value;
            if (value > max)
                max = value;
        }

        // -0 and 0 compare equal: the format asks for the bounds that take in both.
        if (T.IsZero(min))
            min = -T.Zero;
        if (T.IsZero(max))
            max = T.Zero;
        return (Bytes(min), Bytes(max));
    }

    public override int Compare(byte[] left, byte[] right) => MemoryMarshal.Read<T>(left).CompareTo(MemoryMarshal.Read<T>(right));

    private static byte[] Bytes(T value)
    {
        var bytes = new byte[Unsafe.SizeOf<T>()];
        MemoryMarshal.Write(bytes, value);
        return bytes;
    }
}
