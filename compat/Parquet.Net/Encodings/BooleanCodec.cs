using System.Buffers;
using System.Buffers.Binary;
using Parquet.Columns;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>One bit a value, the lowest first.</summary>
internal sealed class BooleanCodec() : ValueCodec<bool>(PhysicalType.Boolean)
{
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

    public override void Decode(PageEncoding encoding, ReadOnlyMemory<byte> page, Span<bool> values, DecodingBudget budget)
    {
        switch (encoding)
        {
            case PageEncoding.Plain:
                DecodePlain(page.Span, values);
                break;
            case PageEncoding.Rle:
                DecodeRuns(page.Span, values, budget);
                break;
            default:
                throw Unsupported(encoding);
        }
    }

    public override (byte[] Min, byte[] Max)? Range(ReadOnlySpan<bool> values, ReadOnlySpan<byte> plain) =>
        values.IsEmpty ? null : ([(byte)(values.Contains(false) ? 0 : 1)], [(byte)(values.Contains(true) ? 1 : 0)]);

    public override int Compare(byte[] left, byte[] right) => left[0].CompareTo(right[0]);

    public override bool? Statistic(byte[] bytes) => bytes.Length is 1 ? bytes[0] is not 0 : null;

    private static void DecodePlain(ReadOnlySpan<byte> page, Span<bool> values)
    {
        if ((values.Length + 7L) / 8 > page.Length)
            throw TooShort(page.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            values[i] = (page[i >> 3] >> (i & 7) & 1) is 1;
    }

    private static void DecodeRuns(ReadOnlySpan<byte> page, Span<bool> values, DecodingBudget budget)
    {
        var length = page.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(page);
        if (length < 0 || length > page.Length - sizeof(int))
            throw new ParquetException($"runs of booleans claim {length} of {page.Length} bytes");

        budget.Spend((long)values.Length * sizeof(int));
        var bits = new int[values.Length];
        HybridDecoder.Decode(page.Slice(sizeof(int), length), 1, bits);
        for (var i = 0; i < bits.Length; i++)
            values[i] = bits[i] is 1;
    }
}
