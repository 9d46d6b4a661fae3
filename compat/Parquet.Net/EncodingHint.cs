namespace Parquet;

public enum EncodingHint
{
    Default = 0,
    Dictionary = 1,
    DeltaBinaryPacked = 2,
    ByteSplitStream = 3,
}
