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

    /// <summary>The integer type that an element is annotated with; null without such an annotation.</summary>
    public static Type? IntegerOf(SchemaElement element)
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
