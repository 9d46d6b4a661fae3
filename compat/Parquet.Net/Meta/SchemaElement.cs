using Parquet.Thrift;

namespace Parquet.Meta;

internal sealed class SchemaElement : IWritableThriftStruct
{
    public PhysicalType? Type { get; set; }

    /// <summary>Bytes of a value of fixed length.</summary>
    public int? TypeLength { get; set; }

    public Repetition? RepetitionType { get; set; }

    public string Name { get; set; } = "";

    public int? NumChildren { get; set; }

    public ConvertedType? ConvertedType { get; set; }

    /// <summary>Decimal digits behind the point.</summary>
    public int? Scale { get; set; }

    public LogicalType? LogicalType { get; set; }

    public void WriteFields(ThriftWriter writer)
    {
        writer.Int32(1, (int?)Type);
        writer.Int32(3, (int?)RepetitionType);
        writer.String(4, Name);
        writer.Int32(5, NumChildren);
        writer.Int32(6, (int?)ConvertedType);
        writer.Struct(10, LogicalType);
    }

    public bool ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: Type = (PhysicalType)reader.Int32(); return true;
            case 2: TypeLength = reader.Int32(); return true;
            case 3: RepetitionType = (Repetition)reader.Int32(); return true;
            case 4: Name = reader.String(); return true;
            case 5: NumChildren = reader.Int32(); return true;
            case 6: ConvertedType = (ConvertedType)reader.Int32(); return true;
            case 7: Scale = reader.Int32(); return true;
            case 10: LogicalType = reader.Struct<LogicalType>(); return true;
            default: return false;
        }
    }
}
