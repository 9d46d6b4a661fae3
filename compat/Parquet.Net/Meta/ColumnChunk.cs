using Parquet.Thrift;

namespace Parquet.Meta;

public class ColumnChunk : IWritableThriftStruct
{
    public ColumnMetaData? MetaData { get; set; }

    internal string? FilePath { get; set; }

    internal bool IsEncrypted { get; set; }

    void IWritableThriftStruct.WriteFields(ThriftWriter writer)
    {
        // file_offset is required by the format and read by nobody; the format's own text asks for 0.
        writer.Int64(2, 0);
        writer.Struct(3, MetaData);
    }

    bool IThriftStruct.ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: FilePath = reader.String(); return true;
            case 3: MetaData = reader.Struct<ColumnMetaData>(); return true;
            case 8: IsEncrypted = reader.Struct<EmptyStruct>() is not null; return true;
            default: return false;
        }
    }
}
