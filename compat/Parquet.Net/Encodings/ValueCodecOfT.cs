using System.Buffers;
using System.Runtime.CompilerServices;
using Parquet.Columns;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Encodings;

internal abstract class ValueCodec<T>(PhysicalType physicalType) : ValueCodec(physicalType)
    where T : struct
{
    public override Type ValueType => typeof(T);

    public override int ValueSize => Unsafe.SizeOf<T>();

    /// <summary>Compares values by what they refer to; null for types that no dictionary is made of.</summary>
    public virtual IEqualityComparer<T>? DictionaryComparer => null;

    /// <summary>About the bytes that all values take, plain.</summary>
    public virtual long PlainSize(ReadOnlySpan<T> values) => (long)values.Length * ValueSize;

    /// <summary>Writes all values, plain.</summary>
    public virtual void Encode(ReadOnlySpan<T> values, ArrayBufferWriter<byte> output) =>
        throw new NotSupportedException($"Values of type {ClrType} are read, never written.");

    /// <summary>Fills all of values from a page; the values keep nothing of its memory.</summary>
    public abstract void Decode(PageEncoding encoding, ReadOnlyMemory<byte> page, Span<T> values, DecodingBudget budget);

    /// <summary>Least and greatest value as statistics store them; null where there is none or no order is defined.</summary>
    /// <param name="plain">The same values, plain-encoded.</param>
    public virtual (byte[] Min, byte[] Max)? Range(ReadOnlySpan<T> values, ReadOnlySpan<byte> plain) => null;

    /// <summary>Compares two bounds of ranges.</summary>
    public virtual int Compare(byte[] left, byte[] right) => 0;

    public override object? ReadStatistic(byte[]? bytes) =>
        bytes is not null && Statistic(bytes) is { } value ? Present(value) : null;

    public override ValueTask<RawColumnData> ReadRawAsync(
        ParquetRowGroupReader reader, DataField field, CancellationToken cancellationToken) =>
        reader.ReadRawColumnAsync<T>(field, cancellationToken);

    /// <summary>Null where the bytes do not make one value.</summary>
    public abstract T? Statistic(byte[] bytes);

    /// <summary>A value as callers know it.</summary>
    protected virtual object Present(T value) => value;

    protected ParquetException Unsupported(PageEncoding encoding) =>
        new($"encoding {encoding} is not supported for values of type {PhysicalType}");

    protected static ParquetException TooShort(int bytes, int values) =>
        new($"{bytes} bytes end before their {values} values do");
}
