namespace Parquet.Schema;

public class ParquetSchema : IEquatable<ParquetSchema>
{
    public const string PathSeparator = ".";
    public const char PathSeparatorChar = '.';

    public ParquetSchema(IEnumerable<Field> fields)
        : this(fields.ToArray())
    {
    }

    public ParquetSchema(params Field[] fields)
    {
        if (fields.Length == 0)
            throw new ArgumentException("A schema needs at least one field.", nameof(fields));

        Fields = fields;
        foreach (var field in fields)
            field.Attach(null, 0, 0);
    }

    public IReadOnlyList<Field> Fields { get; }

    public Field this[int i] => Fields[i];

    public DataField[] DataFields => GetDataFields();

    /// <summary>The leaves, in the order in which their columns are written.</summary>
    public DataField[] GetDataFields() => [.. Fields.SelectMany(field => field.Leaves)];

    public DataField FindDataField(FieldPath path) =>
        DataFields.FirstOrDefault(field => field.Path.Equals(path)) ?? throw NoSuchField(path.ToString());

    public DataField FindDataField(string path) =>
        DataFields.FirstOrDefault(field => field.Path.ToString() == path) ?? throw NoSuchField(path);

    public bool Equals(ParquetSchema? other) => other is not null && DataFields.SequenceEqual(other.DataFields);

    public override bool Equals(object? obj) => Equals(obj as ParquetSchema);

    public override int GetHashCode() => DataFields.Aggregate(0, HashCode.Combine);

    public override string ToString() => string.Concat(Fields.Select(field => field + Environment.NewLine));

    private ArgumentException NoSuchField(string path) =>
        new($"No data field '{path}'. Data fields: {string.Join(", ", DataFields.Select(field => field.Path))}.", nameof(path));
}
