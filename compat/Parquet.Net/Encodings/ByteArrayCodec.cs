using System.Buffers;
using Parquet.Columns;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Byte arrays, each with a length of its own.</summary>
internal sealed class ByteArrayCodec() : ValueCodec<ReadOnlyMemory<byte>>(PhysicalType.ByteArray)
{
    public override Type ClrType => typeof(byte[]);

    public override IEqualityComparer<ReadOnlyMemory<byte>> DictionaryComparer { get; } =
        EqualityComparer<ReadOnlyMemory<byte>>.Create((left, right) => left.Span.SequenceEqual(right.Span), HashOf);

    public override long PlainSize(ReadOnlySpan<ReadOnlyMemory<byte>> values)
    {
        var size = 0L;
        foreach (var value in values)
            size += sizeof(int) + value.Length;
        return size;
    }

    public override void Encode(ReadOnlySpan<ReadOnlyMemory<byte>> values, ArrayBufferWriter<byte> output)
    {
        foreach (var value in values)
        {
            output.WriteInt32(value.Length);
            output.Write(value.Span);
        }
    }

    public override void Decode(
        PageEncoding encoding, ReadOnlyMemory<byte> page, Span<ReadOnlyMemory<byte>> values, DecodingBudget budget)
    {
        budget.Spend(page.Length);

        // One copy of the page, which all values share.
        ReadOnlyMemory<byte> copy = page.ToArray();
        switch (encoding)
        {
            case PageEncoding.Plain:
                var position = 0;
                foreach (ref var value in values)
                    value = ByteArrays.Next(copy, ref position);
                break;
            case PageEncoding.DeltaLengthByteArray:
                DeltaByteArrays.DecodeLengths(copy, values, budget);
                break;
            case PageEncoding.DeltaByteArray:
                DeltaByteArrays.DecodePrefixes(copy, values, budget);
                break;
            default:
                throw Unsupported(encoding);
        }
    }

    public override (byte[] Min, byte[] Max)? Range(ReadOnlySpan<ReadOnlyMemory<byte>> values, ReadOnlySpan<byte> plain) =>
        ByteArrays.Range(plain);

    public override int Compare(byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right);

    public override ReadOnlyMemory<byte>? Statistic(byte[] bytes) => bytes;

    protected override object Present(ReadOnlyMemory<byte> value) => value.ToArray();

    private static int HashOf(ReadOnlyMemory<byte> bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes.Span);
        return hash.ToHashCode();
    }
}
