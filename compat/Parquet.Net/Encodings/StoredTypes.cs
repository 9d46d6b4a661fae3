using System.Buffers.Binary;
using Parquet.File.Values.Primitives;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Encodings;

/// <summary>How the leaves of a file's schema are read. An annotation that is not known leaves the physical type.</summary>
internal static class StoredTypes
{
    private const int UuidLength = 16;
    private const int HalfLength = 2;
    private const int IntervalLength = 12;

    public static ValueCodec Of(SchemaElement element, string path) => element.Type switch
    {
        PhysicalType.Boolean => ValueCodec.For(typeof(bool)),
        PhysicalType.Int32 => Int32(element),
        PhysicalType.Int64 => Int64(element),
        PhysicalType.Int96 => ValueCodec.For(typeof(DateTime)),
        PhysicalType.Float => ValueCodec.For(typeof(float)),
        PhysicalType.Double => ValueCodec.For(typeof(double)),
        PhysicalType.ByteArray => ByteArray(element),
        PhysicalType.FixedLenByteArray => FixedLength(element, path),
        _ => throw new ParquetException($"column '{path}' has the physical type {element.Type}, which is not known"),
    };

    private static ValueCodec Int32(SchemaElement element)
    {
        var integers = new IntegerCodec<int>(PhysicalType.Int32);
        return element switch
        {
            _ when IsDecimal(element) => new ConvertingCodec<int, decimal>(integers, Decimals.FromInteger(ScaleOf(element))),
            _ when Is(element, LogicalType.Date, ConvertedType.Date) => new ConvertingCodec<int, DateTime>(integers, Times.FromDays),
            _ => ValueCodec.For(LeafTypes.IntegerOf(element) ?? typeof(int)),
        };
    }

    private static ValueCodec Int64(SchemaElement element)
    {
        var integers = new IntegerCodec<long>(PhysicalType.Int64);
        return element switch
        {
            _ when IsDecimal(element) => new ConvertingCodec<long, decimal>(integers, Decimals.FromLong(ScaleOf(element))),
            _ when Times.FromTimestamp(element) is { } read => new ConvertingCodec<long, DateTime>(integers, read),
            _ => ValueCodec.For(LeafTypes.IntegerOf(element) ?? typeof(long)),
        };
    }

    private static ValueCodec ByteArray(SchemaElement element) => element switch
    {
        { LogicalType.Kind: LogicalType.String or LogicalType.Enum } or { ConvertedType: ConvertedType.Utf8 } => new TextCodec(),
        _ when IsDecimal(element) =>
            new ConvertingCodec<ReadOnlyMemory<byte>, decimal>(new ByteArrayCodec(), Decimals.FromBytes(ScaleOf(element))),
        _ => new ByteArrayCodec(),
    };

    private static ValueCodec FixedLength(SchemaElement element, string path)
    {
        if (element.TypeLength is not (> 0 and var length))
            throw new ParquetException($"column '{path}' has values of a fixed length of {element.TypeLength ?? 0} bytes");

        var bytes = new FixedLengthCodec(length);
        return element switch
        {
            _ when IsDecimal(element) => new ConvertingCodec<ReadOnlyMemory<byte>, decimal>(bytes, Decimals.FromBytes(ScaleOf(element))),
            { LogicalType.Kind: LogicalType.Uuid } when length is UuidLength =>
                new ConvertingCodec<ReadOnlyMemory<byte>, Guid>(bytes, value => new Guid(value.Span, bigEndian: true)),
            { LogicalType.Kind: LogicalType.Float16 } when length is HalfLength =>
                new ConvertingCodec<ReadOnlyMemory<byte>, Half>(bytes, value => BitConverter.ToHalf(value.Span)),
            { ConvertedType: ConvertedType.Interval } when length is IntervalLength =>
                new ConvertingCodec<ReadOnlyMemory<byte>, Interval>(bytes, value => IntervalOf(value.Span)),
            _ => bytes,
        };
    }

    private static Interval IntervalOf(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32LittleEndian(bytes),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));

    private static int ScaleOf(SchemaElement element) => element.LogicalType?.DecimalType?.Scale ?? element.Scale ?? 0;

    private static bool IsDecimal(SchemaElement element) => Is(element, LogicalType.Decimal, ConvertedType.Decimal);

    private static bool Is(SchemaElement element, short logical, ConvertedType converted) =>
        element.LogicalType?.Kind == logical || element.ConvertedType == converted;
}
