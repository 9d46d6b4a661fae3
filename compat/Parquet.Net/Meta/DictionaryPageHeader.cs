using Parquet.Thrift;

namespace Parquet.Meta;

internal sealed class DictionaryPageHeader : IWritableThriftStruct
{
    public int NumValues { get; set; }

    public PageEncoding Encoding { get; set; }

    public void WriteFields(ThriftWriter writer)
    {
        writer.Int32(1, NumValues);
        writer.Int32(2, (int)Encoding);
    }

    public bool ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: NumValues = reader.Int32(); return true;
            case 2: Encoding = (PageEncoding)reader.Int32(); return true;
            default: return false;
        }
    }
}
