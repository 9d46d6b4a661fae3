using Parquet.Thrift;

namespace Parquet.Meta;

internal sealed class IntegerType : IWritableThriftStruct
{
    public sbyte BitWidth { get; set; }

    public bool IsSigned { get; set; }

    public void WriteFields(ThriftWriter writer)
    {
        writer.Byte(1, BitWidth);
        writer.Bool(2, IsSigned);
    }

    public bool ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: BitWidth = reader.Byte(); return true;
            case 2: IsSigned = reader.Bool(); return true;
            default: return false;
        }
    }
}
