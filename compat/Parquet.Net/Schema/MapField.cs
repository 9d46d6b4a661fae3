namespace Parquet.Schema;

/// <summary>A list of keys with their values. Maps are read, leaf by leaf with its levels; they are not written.</summary>
public sealed class MapField : Field
{
    private const string DefaultContainerName = "key_value";
    private readonly string _containerName;

    public MapField(string name, Field keyField, Field valueField)
        : this(name, keyField, valueField, DefaultContainerName, isNullable: true) =>
        Attach(null, 0, 0);

    internal MapField(string name, Field keyField, Field valueField, string containerName, bool isNullable)
        : base(name, SchemaType.Map)
    {
        ArgumentNullException.ThrowIfNull(keyField);
        ArgumentNullException.ThrowIfNull(valueField);
        Key = keyField;
        Value = valueField;
        _containerName = containerName;
        IsNullable = isNullable;
    }

    public Field Key { get; }

    public Field Value { get; }

    internal override IEnumerable<DataField> Leaves => [.. Key.Leaves, .. Value.Leaves];

    internal override void Attach(FieldPath? parent, int repetitionLevel, int definitionLevel)
    {
        Path = Below(parent).Append(_containerName);
        MaxRepetitionLevel = repetitionLevel + 1;
        MaxDefinitionLevel = definitionLevel + (IsNullable ? 2 : 1);
        Key.Attach(Path, MaxRepetitionLevel, MaxDefinitionLevel);
        Value.Attach(Path, MaxRepetitionLevel, MaxDefinitionLevel);
    }
}
