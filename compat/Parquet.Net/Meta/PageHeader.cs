using Parquet.Thrift;

namespace Parquet.Meta;

internal sealed class PageHeader : IWritableThriftStruct
{
    public PageType Type { get; set; }

    public int UncompressedSize { get; set; }

    public int CompressedSize { get; set; }

    public DataPageHeader? Data { get; set; }

    public DictionaryPageHeader? Dictionary { get; set; }

    public DataPageHeaderV2? DataV2 { get; set; }

    /// <summary>Values and nulls of a data page; other pages have none.</summary>
    public int ValueCount => Type switch
    {
        PageType.DataPage => Data?.NumValues ?? 0,
        PageType.DataPageV2 => DataV2?.NumValues ?? 0,
        _ => 0,
    };

    public void WriteFields(ThriftWriter writer)
    {
        writer.Int32(1, (int)Type);
        writer.Int32(2, UncompressedSize);
        writer.Int32(3, CompressedSize);
        writer.Struct(5, Data);
        writer.Struct(7, Dictionary);
    }

    public bool ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: Type = (PageType)reader.Int32(); return true;
            case 2: UncompressedSize = reader.Int32(); return true;
            case 3: CompressedSize = reader.Int32(); return true;
            case 5: Data = reader.Struct<DataPageHeader>(); return true;
            case 7: Dictionary = reader.Struct<DictionaryPageHeader>(); return true;
            case 8: DataV2 = reader.Struct<DataPageHeaderV2>(); return true;
            default: return false;
        }
    }
}
