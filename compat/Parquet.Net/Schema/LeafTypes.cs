using Parquet.Meta;

namespace Parquet.Schema;

/// <summary>The annotations that tell CLR types apart which share a physical type.</summary>
internal static class LeafTypes
{
    private static readonly (Type ClrType, ConvertedType Converted, sbyte BitWidth, bool Signed)[] Integers =
    [
        (typeof(sbyte), ConvertedType.Int8, 8, true),
        (typeof(byte), ConvertedType.UInt8, 8, false),
        (typeof(short), ConvertedType.Int16, 16, true),
        (typeof(ushort), ConvertedType.UInt16, 16, false),
        (typeof(int), ConvertedType.Int32, 32, true),
        (typeof(uint), ConvertedType.UInt32, 32, false),
        (typeof(long), ConvertedType.Int64, 64, true),
        (typeof(ulong), ConvertedType.UInt64, 64, false),
    ];

    public static (ConvertedType? Converted, LogicalType? Logical) Of(Type clrType)
    {
        if (clrType == typeof(string))
            return (ConvertedType.Utf8, new LogicalType { Kind = LogicalType.String });

        foreach (var integer in Integers)
            if (integer.ClrType == clrType)
                return (integer.Converted, new LogicalType
                {
                    Kind = LogicalType.Integer,
                    IntegerType = new IntegerType { BitWidth = integer.BitWidth, IsSigned = integer.Signed },
                });

        return (null, null);
    }

    public static Type ClrTypeOf(SchemaElement element, string path) => element.Type switch
    {
        PhysicalType.Boolean => typeof(bool),
        PhysicalType.Float => typeof(float),
        PhysicalType.Double => typeof(double),
        PhysicalType.Int96 => typeof(DateTime),
        PhysicalType.Int32 when IsPlain(element) => typeof(int),
        PhysicalType.Int64 when IsPlain(element) => typeof(long),
        PhysicalType.Int32 or PhysicalType.Int64 when IntegerOf(element) is { } integer => integer,
        PhysicalType.ByteArray when IsText(element) => typeof(string),
        PhysicalType.ByteArray when IsPlain(element) => typeof(byte[]),
        _ => throw new ParquetException(
            $"Column '{path}' has a type that is not supported: {element.Type}, converted type {element.ConvertedType}, " +
            $"logical type {element.LogicalType?.Kind}."),
    };

    private static bool IsPlain(SchemaElement element) => element.ConvertedType is null && element.LogicalType is null;

    private static bool IsText(SchemaElement element) =>
        element.ConvertedType is ConvertedType.Utf8 or ConvertedType.Json or ConvertedType.Enum ||
        element.LogicalType?.Kind is LogicalType.String or LogicalType.Json or LogicalType.Enum;

    private static Type? IntegerOf(SchemaElement element)
    {
        foreach (var integer in Integers)
        {
            var annotated = element.LogicalType is { Kind: LogicalType.Integer, IntegerType: { } type }
                ? type.BitWidth == integer.BitWidth && type.IsSigned == integer.Signed
                : element.ConvertedType == integer.Converted;
            if (annotated && (integer.BitWidth == 64) == (element.Type is PhysicalType.Int64))
                return integer.ClrType;
        }

        return null;
    }
}
