namespace Parquet.Schema;

public enum SchemaType
{
    Data = 0,
    Map = 1,
    Struct = 2,
    List = 3,
}
