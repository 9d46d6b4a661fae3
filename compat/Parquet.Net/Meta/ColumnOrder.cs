using Parquet.Thrift;

namespace Parquet.Meta;

/// <summary>Says that min_value and max_value follow the order of the column's type; without it readers ignore them.</summary>
internal sealed class ColumnOrder : IWritableThriftStruct
{
    public void WriteFields(ThriftWriter writer) => writer.Struct(1, new EmptyStruct());

    public bool ReadField(short id, ThriftReader reader) => false;
}
