using Parquet.Meta;

namespace Parquet.Schema;

/// <summary>Builds the fields from the list of nodes that a file stores.</summary>
internal sealed class SchemaReader
{
    private const int DeepestNesting = 16;
    private readonly List<SchemaElement> _elements;
    private int _next;
    private int _depth;

    private SchemaReader(List<SchemaElement> elements) => _elements = elements;

    public static ParquetSchema Read(List<SchemaElement> elements)
    {
        var reader = new SchemaReader(elements);
        var root = reader.Next("root");
        var fields = new List<Field>();
        for (var i = 0; i < root.NumChildren; i++)
            fields.Add(reader.Field(""));

        if (fields.Count is 0)
            throw new ParquetException("Corrupt footer: its schema holds no column.");
        if (reader._next != elements.Count)
            throw new ParquetException($"Corrupt footer: {elements.Count - reader._next} schema elements belong to no parent.");
        return new ParquetSchema(fields);
    }

    private Field Field(string parent)
    {
        var element = Next(parent);
        var path = parent.Length is 0 ? element.Name : $"{parent}{ParquetSchema.PathSeparator}{element.Name}";
        if (element.RepetitionType is Repetition.Repeated)
            throw new ParquetException($"Column '{path}' is repeated outside a list, which is not supported.");
        if (element.Type is not null)
            return new DataField(element.Name, LeafTypes.ClrTypeOf(element, path), element.RepetitionType is Repetition.Optional);
        if (element.ConvertedType is ConvertedType.List || element.LogicalType?.Kind is LogicalType.List)
            return List(element, path);
        throw new ParquetException($"Column '{path}' is a structure or a map, which is not supported.");
    }

    private ListField List(SchemaElement list, string path)
    {
        var container = Next(path);
        if (list.NumChildren is not 1 || container.NumChildren is not 1 || container.RepetitionType is not Repetition.Repeated)
            throw new ParquetException($"Column '{path}' is a list without the three levels the format asks for, which is not supported.");
        if (++_depth > DeepestNesting)
            throw new ParquetException($"Column '{path}' nests lists deeper than {DeepestNesting}, which is not supported.");
        var item = Field($"{path}{ParquetSchema.PathSeparator}{container.Name}");
        _depth--;
        return new ListField(list.Name, item, container.Name) { IsNullable = list.RepetitionType is Repetition.Optional };
    }

    private SchemaElement Next(string parent) =>
        _next < _elements.Count
            ? _elements[_next++]
            : throw new ParquetException($"Corrupt footer: its schema ends inside '{parent}'.");
}
