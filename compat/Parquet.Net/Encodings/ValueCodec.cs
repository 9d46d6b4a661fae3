using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Encodings;

/// <summary>How values of one CLR type lie in a file: their physical type and plain encoding.</summary>
internal abstract class ValueCodec(PhysicalType physicalType)
{
    private static readonly Dictionary<Type, ValueCodec> Codecs = new()
    {
        [typeof(bool)] = new BooleanCodec(),
        [typeof(sbyte)] = new NarrowIntegerCodec<sbyte>(),
        [typeof(byte)] = new NarrowIntegerCodec<byte>(),
        [typeof(short)] = new NarrowIntegerCodec<short>(),
        [typeof(ushort)] = new NarrowIntegerCodec<ushort>(),
        [typeof(int)] = new FixedWidthCodec<int>(PhysicalType.Int32),
        [typeof(uint)] = new FixedWidthCodec<uint>(PhysicalType.Int32),
        [typeof(long)] = new FixedWidthCodec<long>(PhysicalType.Int64),
        [typeof(ulong)] = new FixedWidthCodec<ulong>(PhysicalType.Int64),
        [typeof(float)] = new FixedWidthCodec<float>(PhysicalType.Float),
        [typeof(double)] = new FixedWidthCodec<double>(PhysicalType.Double),
        [typeof(DateTime)] = new Int96Codec(),
        [typeof(string)] = new TextCodec(),
        [typeof(byte[])] = new BytesCodec(),
    };

    public PhysicalType PhysicalType { get; } = physicalType;

    /// <summary>What stands for a field's CLR type in memory: itself, but ReadOnlyMemory for string and byte[].</summary>
    public abstract Type ValueType { get; }

    public static bool Supports(Type clrType) => Codecs.ContainsKey(clrType);

    public static ValueCodec For(Type clrType) => Codecs[clrType];

    /// <summary>A minimum or maximum as statistics store it; null where its bytes do not make one value.</summary>
    public abstract object? ReadStatistic(byte[]? bytes);

    public abstract ValueTask<RawColumnData> ReadRawAsync(
        ParquetRowGroupReader reader, DataField field, CancellationToken cancellationToken);

    protected static ParquetException TooShort(int bytes, int values) =>
        new($"Corrupt page: its {bytes} bytes end before its {values} values do.");
}
