using Parquet.Encodings;
using Parquet.Meta;

namespace Parquet.Schema;

/// <summary>Builds the fields from the list of nodes that a file stores.</summary>
internal sealed class SchemaReader
{
    private const int DeepestNesting = 64;

    // A long name counts once for each field below it, so few bytes could ask for very many.
    private const int MostPathCharacters = 16 << 20;
    private readonly List<SchemaElement> _elements;
    private int _next;
    private int _depth;
    private int _pathCharacters;

    private SchemaReader(List<SchemaElement> elements) => _elements = elements;

    public static ParquetSchema Read(List<SchemaElement> elements)
    {
        var reader = new SchemaReader(elements);
        var fields = reader.Children(reader.Next("root"), "");
        if (reader._next != elements.Count)
            throw new ParquetException($"{elements.Count - reader._next} elements of the schema belong to no parent");
        return new ParquetSchema(fields);
    }

    private Field[] Children(SchemaElement parent, string path)
    {
        // Each child is at least one element.
        if (parent.NumChildren is not > 0 || parent.NumChildren > _elements.Count - _next)
            throw new ParquetException($"'{parent.Name}' claims {parent.NumChildren ?? 0} children, {_elements.Count - _next} elements follow");
        if (++_depth > DeepestNesting)
            throw new ParquetException($"'{path}' nests deeper than {DeepestNesting}");

        var children = new Field[parent.NumChildren.Value];
        for (var i = 0; i < children.Length; i++)
            children[i] = Field(Next(parent.Name), path);
        _depth--;
        return children;
    }

    private Field Field(SchemaElement element, string parent)
    {
        var path = Below(parent, element);
        if (element.RepetitionType is not (Repetition.Required or Repetition.Optional or Repetition.Repeated))
            throw new ParquetException($"'{path}' has the repetition {element.RepetitionType}, which is not known");
        if (element.Type is not null)
            return Leaf(element, path);
        if (element.RepetitionType is Repetition.Repeated)
            return Structure(element, path);
        if (element is { ConvertedType: ConvertedType.List } or { LogicalType.Kind: LogicalType.List })
            return List(element, path);
        if (element is { ConvertedType: ConvertedType.Map or ConvertedType.MapKeyValue } or { LogicalType.Kind: LogicalType.Map })
            return Map(element, path);
        return Structure(element, path);
    }

    private static DataField Leaf(SchemaElement element, string path) => new(
        element.Name,
        StoredTypes.Of(element, path),
        element.RepetitionType is Repetition.Optional,
        element.RepetitionType is Repetition.Repeated);

    private StructField Structure(SchemaElement element, string path) => new(
        element.Name,
        Children(element, path),
        element.RepetitionType is Repetition.Optional,
        element.RepetitionType is Repetition.Repeated);

    private Field List(SchemaElement list, string path)
    {
        var isNullable = list.RepetitionType is Repetition.Optional;
        var repeated = _next < _elements.Count ? _elements[_next] : null;
        if (list.NumChildren is not 1 || repeated?.RepetitionType is not Repetition.Repeated)
            return Structure(list, path);

        // What early writers left: the repeated element is the item itself.
        _next++;
        var repeatedPath = Below(path, repeated);
        if (repeated.Type is not null)
            return new ListField(list.Name, Leaf(repeated, repeatedPath), null, isNullable);
        var holdsRepeated = _next < _elements.Count && _elements[_next].RepetitionType is Repetition.Repeated;
        if (repeated.NumChildren is not 1 || holdsRepeated || repeated.Name == "array" || repeated.Name == $"{list.Name}_tuple")
            return new ListField(list.Name, Structure(repeated, repeatedPath), null, isNullable);
        return new ListField(list.Name, Children(repeated, repeatedPath)[0], repeated.Name, isNullable);
    }

    private Field Map(SchemaElement map, string path)
    {
        var repeated = _next < _elements.Count ? _elements[_next] : null;
        if (map.NumChildren is not 1 || repeated is not { RepetitionType: Repetition.Repeated, NumChildren: 2 })
            return Structure(map, path);

        _next++;
        var entry = Children(repeated, Below(path, repeated));
        return new MapField(map.Name, entry[0], entry[1], repeated.Name, map.RepetitionType is Repetition.Optional);
    }

    private string Below(string parent, SchemaElement element)
    {
        _pathCharacters += Math.Min(MostPathCharacters, parent.Length + element.Name.Length + 1);
        if (_pathCharacters > MostPathCharacters)
            throw new ParquetException($"the paths of its fields have more than {MostPathCharacters} characters");
        return parent.Length is 0 ? element.Name : $"{parent}{ParquetSchema.PathSeparator}{element.Name}";
    }

    private SchemaElement Next(string parent) =>
        _next < _elements.Count
            ? _elements[_next++]
            : throw new ParquetException($"the schema ends inside '{parent}'");
}
