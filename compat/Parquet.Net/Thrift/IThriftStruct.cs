namespace Parquet.Thrift;

internal interface IThriftStruct
{
    /// <summary>Takes the field's value from the reader; false leaves it to be skipped.</summary>
    bool ReadField(short id, ThriftReader reader);
}
