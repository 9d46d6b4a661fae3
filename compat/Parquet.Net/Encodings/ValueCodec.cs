using System.Numerics;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Encodings;

/// <summary>How values of one CLR type lie in a file.</summary>
internal abstract class ValueCodec(PhysicalType physicalType)
{
    // What can be written; StoredTypes knows what else can be read.
    private static readonly Dictionary<Type, ValueCodec> Writable = new()
    {
        [typeof(bool)] = new BooleanCodec(),
        [typeof(sbyte)] = Narrow<sbyte>(),
        [typeof(byte)] = Narrow<byte>(),
        [typeof(short)] = Narrow<short>(),
        [typeof(ushort)] = Narrow<ushort>(),
        [typeof(int)] = new IntegerCodec<int>(PhysicalType.Int32),
        [typeof(uint)] = new IntegerCodec<uint>(PhysicalType.Int32),
        [typeof(long)] = new IntegerCodec<long>(PhysicalType.Int64),
        [typeof(ulong)] = new IntegerCodec<ulong>(PhysicalType.Int64),
        [typeof(float)] = new NumberCodec<float>(PhysicalType.Float),
        [typeof(double)] = new NumberCodec<double>(PhysicalType.Double),
        [typeof(DateTime)] = Int96.Codec,
        [typeof(string)] = new TextCodec(),
        [typeof(byte[])] = new ByteArrayCodec(),
    };

    public PhysicalType PhysicalType { get; } = physicalType;

    /// <summary>The type a field has.</summary>
    public virtual Type ClrType => ValueType;

    /// <summary>What stands for the field's type in memory: itself, but ReadOnlyMemory for string and byte[].</summary>
    public abstract Type ValueType { get; }

    /// <summary>Bytes a value takes in memory, what it refers to aside.</summary>
    public abstract int ValueSize { get; }

    public static bool IsWritable(Type clrType) => Writable.ContainsKey(clrType);

    /// <summary>How a type is written.</summary>
    public static ValueCodec For(Type clrType) => Writable[clrType];

    /// <summary>A minimum or maximum as statistics store it; null where its bytes do not make one value.</summary>
    public abstract object? ReadStatistic(byte[]? bytes);

    public abstract ValueTask<RawColumnData> ReadRawAsync(
        ParquetRowGroupReader reader, DataField field, CancellationToken cancellationToken);

    /// <summary>The format keeps integers of 8 and 16 bits in 32.</summary>
    private static ConvertingCodec<int, T> Narrow<T>()
        where T : struct, IBinaryInteger<T> =>
        new(new IntegerCodec<int>(PhysicalType.Int32), Narrowed<T>, int.CreateTruncating);

    private static T Narrowed<T>(int value)
        where T : struct, IBinaryInteger<T>
    {
        var narrow = T.CreateTruncating(value);
        return int.CreateTruncating(narrow) == value
            ? narrow
            : throw new ParquetException($"{value} is no value of type {typeof(T)}");
    }
}
