using Parquet.Thrift;

namespace Parquet.Meta;

/// <summary>A structure whose presence is its whole meaning, such as StringType.</summary>
internal sealed class EmptyStruct : IWritableThriftStruct
{
    public void WriteFields(ThriftWriter writer)
    {
    }

    public bool ReadField(short id, ThriftReader reader) => false;
}
