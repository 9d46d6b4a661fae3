using Parquet.Columns;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Byte arrays of one length.</summary>
internal sealed class FixedLengthCodec(int length) : ValueCodec<ReadOnlyMemory<byte>>(PhysicalType.FixedLenByteArray)
{
    public override Type ClrType => typeof(byte[]);

    public override void Decode(
        PageEncoding encoding, ReadOnlyMemory<byte> page, Span<ReadOnlyMemory<byte>> values, DecodingBudget budget)
    {
        switch (encoding)
        {
            case PageEncoding.Plain or PageEncoding.ByteStreamSplit:
                if (values.Length > page.Length / length)
                    throw TooShort(page.Length, values.Length);
                budget.Spend((long)values.Length * length);
                var bytes = page[..(values.Length * length)].ToArray();
                if (encoding is PageEncoding.ByteStreamSplit)
                    ByteStreamSplit.Decode(page.Span, length, bytes);
                for (var i = 0; i < values.Length; i++)
                    values[i] = bytes.AsMemory(i * length, length);
                break;
            case PageEncoding.DeltaByteArray:
                DeltaByteArrays.DecodePrefixes(page, values, budget);
                foreach (var value in values)
                    if (value.Length != length)
                        throw new ParquetException($"a value has {value.Length} bytes, all should have {length}");
                break;
            default:
                throw Unsupported(encoding);
        }
    }

    // Without its type, null would become an empty memory.
    public override ReadOnlyMemory<byte>? Statistic(byte[] bytes) => bytes.Length == length ? bytes : (ReadOnlyMemory<byte>?)null;

    protected override object Present(ReadOnlyMemory<byte> value) => value.ToArray();
}
