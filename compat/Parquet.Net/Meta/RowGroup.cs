using Parquet.Thrift;

namespace Parquet.Meta;

internal sealed class RowGroup : IWritableThriftStruct
{
    public List<ColumnChunk> Columns { get; set; } = [];

    public long TotalByteSize { get; set; }

    public long NumRows { get; set; }

    public long? TotalCompressedSize { get; set; }

    public void WriteFields(ThriftWriter writer)
    {
        writer.List(1, Columns);
        writer.Int64(2, TotalByteSize);
        writer.Int64(3, NumRows);
        writer.Int64(6, TotalCompressedSize);
    }

    public bool ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: Columns = reader.List(reader.Struct<ColumnChunk>); return true;
            case 2: TotalByteSize = reader.Int64(); return true;
            case 3: NumRows = reader.Int64(); return true;
            case 6: TotalCompressedSize = reader.Int64(); return true;
            default: return false;
        }
    }
}
