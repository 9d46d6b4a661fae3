using System.Buffers;
using System.Runtime.CompilerServices;
using Parquet.Columns;
using Parquet.Meta;

namespace Parquet.Encodings;

/// <summary>Values that are stored as another type.</summary>
/// <param name="write">Null: such values are read, never written.</param>
internal class ConvertingCodec<TStored, T>(ValueCodec<TStored> stored, Func<TStored, T> read, Func<T, TStored>? write = null)
    : ValueCodec<T>(stored.PhysicalType)
    where TStored : struct
    where T : struct
{
    public override void Encode(ReadOnlySpan<T> values, ArrayBufferWriter<byte> output)
    {
        if (write is null)
            base.Encode(values, output);
        else
            stored.Encode(Stored(values, write), output);
    }

    public override void Decode(PageEncoding encoding, ReadOnlyMemory<byte> page, Span<T> values, DecodingBudget budget)
    {
        budget.Spend((long)values.Length * Unsafe.SizeOf<TStored>());
        var buffer = Pool.Rent<TStored>(values.Length);
        try
        {
            stored.Decode(encoding, page, buffer.AsSpan(0, values.Length), budget);
            for (var i = 0; i < values.Length; i++)
                values[i] = Read(buffer[i], budget);
        }
        finally
        {
            Pool.Return(buffer);
        }
    }

    public override (byte[] Min, byte[] Max)? Range(ReadOnlySpan<T> values, ReadOnlySpan<byte> plain) =>
        write is null ? null : stored.Range(Stored(values, write), plain);

    public override int Compare(byte[] left, byte[] right) => stored.Compare(left, right);

    public override T? Statistic(byte[] bytes) => stored.Statistic(bytes) is { } value ? read(value) : null;

    protected virtual T Read(TStored value, DecodingBudget budget) => read(value);

    private static TStored[] Stored(ReadOnlySpan<T> values, Func<T, TStored> write)
    {
        var stored = new TStored[values.Length];
        for (var i = 0; i < values.Length; i++)
            stored[i] = write(values[i]);
        return stored;
    }
}
