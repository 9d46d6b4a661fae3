using Parquet.Thrift;

namespace Parquet.Meta;

internal sealed class DataPageHeader : IWritableThriftStruct
{
    public int NumValues { get; set; }

    public PageEncoding Encoding { get; set; }

    public PageEncoding DefinitionLevelEncoding { get; set; } = PageEncoding.Rle;

    public PageEncoding RepetitionLevelEncoding { get; set; } = PageEncoding.Rle;

    public void WriteFields(ThriftWriter writer)
    {
        writer.Int32(1, NumValues);
        writer.Int32(2, (int)Encoding);
        writer.Int32(3, (int)DefinitionLevelEncoding);
        writer.Int32(4, (int)RepetitionLevelEncoding);
    }

    public bool ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: NumValues = reader.Int32(); return true;
            case 2: Encoding = (PageEncoding)reader.Int32(); return true;
            case 3: DefinitionLevelEncoding = (PageEncoding)reader.Int32(); return true;
            case 4: RepetitionLevelEncoding = (PageEncoding)reader.Int32(); return true;
            default: return false;
        }
    }
}
