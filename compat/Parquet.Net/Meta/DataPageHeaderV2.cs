using Parquet.Thrift;

namespace Parquet.Meta;

internal sealed class DataPageHeaderV2 : IThriftStruct
{
    public int NumValues { get; set; }

    public PageEncoding Encoding { get; set; }

    public int DefinitionLevelsByteLength { get; set; }

    public int RepetitionLevelsByteLength { get; set; }

    public bool IsCompressed { get; set; } = true;

    public bool ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: NumValues = reader.Int32(); return true;
            case 4: Encoding = (PageEncoding)reader.Int32(); return true;
            case 5: DefinitionLevelsByteLength = reader.Int32(); return true;
            case 6: RepetitionLevelsByteLength = reader.Int32(); return true;
            case 7: IsCompressed = reader.Bool(); return true;
            default: return false;
        }
    }
}
