using Parquet.Thrift;

namespace Parquet.Meta;

/// <summary>A union of empty structures.</summary>
internal sealed class TimeUnit : IThriftStruct
{
    public const short Millis = 1;
    public const short Micros = 2;
    public const short Nanos = 3;

    public short Kind { get; set; }

    public bool ReadField(short id, ThriftReader reader)
    {
        Kind = id;
        return false;
    }
}
