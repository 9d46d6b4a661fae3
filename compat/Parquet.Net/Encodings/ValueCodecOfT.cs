using System.Buffers;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Encodings;

internal abstract class ValueCodec<T>(PhysicalType physicalType) : ValueCodec(physicalType)
    where T : struct
{
    public override Type ValueType => typeof(T);

    public abstract void Encode(ReadOnlySpan<T> values, ArrayBufferWriter<byte> output);

    /// <summary>Fills all of values.</summary>
    public abstract void Decode(ReadOnlyMemory<byte> page, Span<T> values);

    /// <summary>Least and greatest value as statistics store them; null where there is none or no order is defined.</summary>
    /// <param name="plain">The same values, plain-encoded.</param>
    public abstract (byte[] Min, byte[] Max)? Range(ReadOnlySpan<T> values, ReadOnlySpan<byte> plain);

    public override ValueTask<RawColumnData> ReadRawAsync(
        ParquetRowGroupReader reader, DataField field, CancellationToken cancellationToken) =>
        reader.ReadRawColumnAsync<T>(field, cancellationToken);

    public override object? ReadStatistic(byte[]? bytes)
    {
        if (bytes is null || bytes.Length != StatisticLength)
            return null;
        var value = new T[1];
        Decode(bytes, value);
        return value[0];
    }

    protected abstract int StatisticLength { get; }

    protected byte[] Encode(T value)
    {
        var output = new ArrayBufferWriter<byte>();
        Encode([value], output);
        return output.WrittenSpan.ToArray();
    }
}
