using Parquet.Thrift;

namespace Parquet.Meta;

internal sealed class DecimalType : IThriftStruct
{
    /// <summary>Digits behind the point.</summary>
    public int Scale { get; set; }

    public bool ReadField(short id, ThriftReader reader)
    {
        if (id is not 1)
            return false;
        Scale = reader.Int32();
        return true;
    }
}
