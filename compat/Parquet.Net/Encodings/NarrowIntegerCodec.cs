using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Integers of 8 and 16 bits, which the format keeps in 32.</summary>
internal sealed class NarrowIntegerCodec<T>() : ValueCodec<T>(PhysicalType.Int32)
    where T : unmanaged, IBinaryInteger<T>
{
    protected override int StatisticLength => sizeof(int);

    public override void Encode(ReadOnlySpan<T> values, ArrayBufferWriter<byte> output)
    {
        var bytes = values.Length * sizeof(int);
        var wide = MemoryMarshal.Cast<byte, int>(output.GetSpan(bytes)[..bytes]);
        for (var i = 0; i < values.Length; i++)
            wide[i] = int.CreateTruncating(values[i]);
        output.Advance(bytes);
    }

    public override void Decode(ReadOnlyMemory<byte> page, Span<T> values)
    {
        var wide = MemoryMarshal.Cast<byte, int>(page.Span);
        if (wide.Length < values.Length)
            throw TooShort(page.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            values[i] = T.CreateTruncating(wide[i]);
    }

    public override (byte[] Min, byte[] Max)? Range(ReadOnlySpan<T> values, ReadOnlySpan<byte> plain)
    {
        if (values.IsEmpty)
            return null;
        var (min, max) = (values[0], values[0]);
        foreach (var value in values)
            (min, max) = (T.Min(min, value), T.Max(max, value));
        return (Encode(min), Encode(max));
    }
}
