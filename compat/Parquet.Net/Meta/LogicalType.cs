using Parquet.Thrift;

namespace Parquet.Meta;

/// <summary>A union: the number of the one field that is set says which logical type it is.</summary>
internal sealed class LogicalType : IThriftStruct
{
    public const short String = 1;
    public const short List = 3;
    public const short Enum = 4;
    public const short Integer = 10;
    public const short Json = 12;

    public short Kind { get; set; }

    public IntegerType? IntegerType { get; set; }

    public void WriteFields(ThriftWriter writer) => writer.Struct(Kind, IntegerType ?? (IThriftStruct)new EmptyStruct());

    public bool ReadField(short id, ThriftReader reader)
    {
        Kind = id;
        if (id != Integer)
            return false;
        IntegerType = reader.Struct<IntegerType>();
        return true;
    }
}
