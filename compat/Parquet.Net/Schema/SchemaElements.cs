using Parquet.Encodings;
using Parquet.Meta;

namespace Parquet.Schema;

/// <summary>A schema as the file stores it: the tree's nodes in one list, each with the number of its children.</summary>
internal static class SchemaElements
{
    public static List<SchemaElement> Of(ParquetSchema schema) =>
        [new SchemaElement { Name = "root", NumChildren = schema.Fields.Count }, .. schema.Fields.SelectMany(Of)];

    private static IEnumerable<SchemaElement> Of(Field field) => field switch
    {
        DataField { IsArray: false } data when ValueCodec.IsWritable(data.ClrType) => [Leaf(data)],
        ListField { ContainerName: { } container } list =>
        [
            new SchemaElement
            {
                Name = list.Name,
                RepetitionType = RepetitionOf(list),
                NumChildren = 1,
                ConvertedType = ConvertedType.List,
                LogicalType = new LogicalType { Kind = LogicalType.List },
            },
            new SchemaElement { Name = container, RepetitionType = Repetition.Repeated, NumChildren = 1 },
            .. Of(list.Item),
        ],
        _ => throw new NotSupportedException($"Field '{field}' can be read, but not written."),
    };

    private static SchemaElement Leaf(DataField field)
    {
        var (converted, logical) = LeafTypes.Of(field.ClrType);
        return new SchemaElement
        {
            Name = field.Name,
            Type = field.WritingCodec.PhysicalType,
            RepetitionType = RepetitionOf(field),
            ConvertedType = converted,
            LogicalType = logical,
        };
    }

    private static Repetition RepetitionOf(Field field) => field.IsNullable ? Repetition.Optional : Repetition.Required;
}
