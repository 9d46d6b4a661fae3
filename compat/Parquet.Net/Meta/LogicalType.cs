using Parquet.Thrift;

namespace Parquet.Meta;

/// <summary>A union: the number of the one field that is set says which logical type it is.</summary>
internal sealed class LogicalType : IWritableThriftStruct
{
    public const short String = 1;
    public const short Map = 2;
    public const short List = 3;
    public const short Enum = 4;
    public const short Decimal = 5;
    public const short Date = 6;
    public const short Time = 7;
    public const short Timestamp = 8;
    public const short Integer = 10;
    public const short Uuid = 14;
    public const short Float16 = 15;

    public short Kind { get; set; }

    public IntegerType? IntegerType { get; set; }

    public DecimalType? DecimalType { get; set; }

    public TimeType? TimeType { get; set; }

    public void WriteFields(ThriftWriter writer) => writer.Struct(Kind, IntegerType ?? (IWritableThriftStruct)new EmptyStruct());

    public bool ReadField(short id, ThriftReader reader)
    {
        Kind = id;
        switch (id)
        {
            case Decimal: DecimalType = reader.Struct<DecimalType>(); return true;
            case Integer: IntegerType = reader.Struct<IntegerType>(); return true;
            case Time or Timestamp: TimeType = reader.Struct<TimeType>(); return true;
            default: return false;
        }
    }
}
