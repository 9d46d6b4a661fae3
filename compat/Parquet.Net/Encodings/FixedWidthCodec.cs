using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Numbers whose bytes in memory are their bytes in the file (little-endian).</summary>
internal sealed class FixedWidthCodec<T>(PhysicalType physicalType) : ValueCodec<T>(physicalType)
    where T : unmanaged, INumber<T>
{
    protected override int StatisticLength => Unsafe.SizeOf<T>();

    public override void Encode(ReadOnlySpan<T> values, ArrayBufferWriter<byte> output) => output.Write(MemoryMarshal.AsBytes(values));

    public override void Decode(ReadOnlyMemory<byte> page, Span<T> values)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        if (bytes.Length > page.Length)
            throw TooShort(page.Length, values.Length);
        page.Span[..bytes.Length].CopyTo(bytes);
    }

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
            min = NegativeZero;
        if (T.IsZero(max))
            max = T.Zero;
        return (Encode(min), Encode(max));
    }

    private static T NegativeZero => -T.Zero;
}
