namespace Parquet.Meta;

internal enum ConvertedType
{
    Utf8 = 0,
    List = 3,
    Enum = 4,
    UInt8 = 11,
    UInt16 = 12,
    UInt32 = 13,
    UInt64 = 14,
    Int8 = 15,
    Int16 = 16,
    Int32 = 17,
    Int64 = 18,
    Json = 19,
}
