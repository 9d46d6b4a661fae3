using Parquet.Thrift;

namespace Parquet.Meta;

internal sealed class Statistics : IWritableThriftStruct
{
    public long? NullCount { get; set; }

    public long? DistinctCount { get; set; }

    public byte[]? MaxValue { get; set; }

    public byte[]? MinValue { get; set; }

    public void WriteFields(ThriftWriter writer)
    {
        writer.Int64(3, NullCount);
        writer.Int64(4, DistinctCount);
        writer.Binary(5, MaxValue);
        writer.Binary(6, MinValue);
    }

    public bool ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 3: NullCount = reader.Int64(); return true;
            case 4: DistinctCount = reader.Int64(); return true;
            case 5: MaxValue = reader.Binary(); return true;
            case 6: MinValue = reader.Binary(); return true;
            default: return false;
        }
    }
}
