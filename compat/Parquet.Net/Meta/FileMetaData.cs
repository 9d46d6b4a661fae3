using Parquet.Thrift;

namespace Parquet.Meta;

internal sealed class FileMetaData : IWritableThriftStruct
{
    public int Version { get; set; } = 1;

    public List<SchemaElement> Schema { get; set; } = [];

    public long NumRows { get; set; }

    public List<RowGroup> RowGroups { get; set; } = [];

    public List<KeyValue>? KeyValueMetadata { get; set; }

    public string? CreatedBy { get; set; }

    public void WriteFields(ThriftWriter writer)
    {
        writer.Int32(1, Version);
        writer.List(2, Schema);
        writer.Int64(3, NumRows);
        writer.List(4, RowGroups);
        writer.List(5, KeyValueMetadata);
        writer.String(6, CreatedBy);
        writer.List(7, [.. Schema.Where(element => element.Type is not null).Select(_ => new ColumnOrder())]);
    }

    public bool ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: Version = reader.Int32(); return true;
            case 2: Schema = reader.List(reader.Struct<SchemaElement>); return true;
            case 3: NumRows = reader.Int64(); return true;
            case 4: RowGroups = reader.List(reader.Struct<RowGroup>); return true;
            case 5: KeyValueMetadata = reader.List(reader.Struct<KeyValue>); return true;
            case 6: CreatedBy = reader.String(); return true;
            default: return false;
        }
    }
}
