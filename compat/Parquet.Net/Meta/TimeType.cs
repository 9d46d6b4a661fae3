using Parquet.Thrift;

namespace Parquet.Meta;

/// <summary>How a time of day or a timestamp counts.</summary>
internal sealed class TimeType : IThriftStruct
{
    public bool IsAdjustedToUtc { get; set; }

    public TimeUnit Unit { get; set; } = new();

    public bool ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: IsAdjustedToUtc = reader.Bool(); return true;
            case 2: Unit = reader.Struct<TimeUnit>(); return true;
            default: return false;
        }
    }
}
