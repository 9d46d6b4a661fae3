using Parquet.Thrift;

namespace Parquet.Meta;

public class ColumnMetaData : IWritableThriftStruct
{
    public long NumValues { get; set; }

    public long TotalUncompressedSize { get; set; }

    public long TotalCompressedSize { get; set; }

    internal PhysicalType Type { get; set; }

    internal List<PageEncoding> Encodings { get; set; } = [];

    internal List<string> PathInSchema { get; set; } = [];

    internal CompressionMethod Codec { get; set; }

    internal List<KeyValue>? KeyValueMetadata { get; set; }

    internal long DataPageOffset { get; set; }

    internal long? DictionaryPageOffset { get; set; }

    internal Statistics? Statistics { get; set; }

    void IWritableThriftStruct.WriteFields(ThriftWriter writer)
    {
        writer.Int32(1, (int)Type);
        writer.List(2, [.. Encodings.Select(encoding => (int)encoding)]);
        writer.List(3, PathInSchema);
        writer.Int32(4, (int)Codec);
        writer.Int64(5, NumValues);
        writer.Int64(6, TotalUncompressedSize);
        writer.Int64(7, TotalCompressedSize);
        writer.List(8, KeyValueMetadata);
        writer.Int64(9, DataPageOffset);
        writer.Int64(11, DictionaryPageOffset);
        writer.Struct(12, Statistics);
    }

    bool IThriftStruct.ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: Type = (PhysicalType)reader.Int32(); return true;
            case 2: Encodings = reader.List(() => (PageEncoding)reader.Int32()); return true;
            case 3: PathInSchema = reader.List(reader.String); return true;
            case 4: Codec = (CompressionMethod)reader.Int32(); return true;
            case 5: NumValues = reader.Int64(); return true;
            case 6: TotalUncompressedSize = reader.Int64(); return true;
            case 7: TotalCompressedSize = reader.Int64(); return true;
            case 8: KeyValueMetadata = reader.List(reader.Struct<KeyValue>); return true;
            case 9: DataPageOffset = reader.Int64(); return true;
            case 11: DictionaryPageOffset = reader.Int64(); return true;
            case 12: Statistics = reader.Struct<Statistics>(); return true;
            default: return false;
        }
    }
}
