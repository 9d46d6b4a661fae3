namespace Parquet.Thrift;

/// <summary>A structure that this writer's files have, too.</summary>
internal interface IWritableThriftStruct : IThriftStruct
{
    void WriteFields(ThriftWriter writer);
}
