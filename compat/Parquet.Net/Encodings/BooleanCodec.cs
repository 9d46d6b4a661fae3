using System.Buffers;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>One bit a value, the lowest first.</summary>
internal sealed class BooleanCodec() : ValueCodec<bool>(PhysicalType.Boolean)
{
    protected override int StatisticLength => 1;

    public override void Encode(ReadOnlySpan<bool> values, ArrayBufferWriter<byte> output)
    {
        var length = (values.Length + 7) / 8;
        var bytes = output.GetSpan(length)[..length];
        bytes.Clear();
        for (var i = 0; i < values.Length; i++)
            if (values[i])
                bytes[i >> 3] |= (byte)(1 << (i & 7));
        output.Advance(length);
    }

    public override void Decode(ReadOnlyMemory<byte> page, Span<bool> values)
    {
        var bytes = page.Span;
        if ((values.Length + 7L) / 8 > bytes.Length)
            throw TooShort(page.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            values[i] = (bytes[i >> 3] >> (i & 7) & 1) is 1;
    }

    public override (byte[] Min, byte[] Max)? Range(ReadOnlySpan<bool> values, ReadOnlySpan<byte> plain) =>
        values.IsEmpty ? null : (Encode(!values.Contains(false)), Encode(values.Contains(true)));
}
