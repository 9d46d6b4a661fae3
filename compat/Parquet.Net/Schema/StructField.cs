namespace Parquet.Schema;

/// <summary>A group of fields. Structures are read, leaf by leaf with its levels; they are not written.</summary>
public class StructField : Field, IEquatable<StructField>
{
    public StructField(string name, params Field[] elements)
        : base(name, SchemaType.Struct)
    {
        ArgumentNullException.ThrowIfNull(elements);
        if (elements.Length == 0)
            throw new ArgumentException($"Structure '{name}' needs at least one field.", nameof(elements));

        Fields = elements;
        IsNullable = true;
        Attach(null, 0, 0);
    }

    /// <summary>A group of a file.</summary>
    internal StructField(string name, Field[] elements, bool isNullable, bool isRepeated)
        : base(name, SchemaType.Struct)
    {
        Fields = elements;
        IsNullable = isNullable;
        IsRepeated = isRepeated;
    }

    public IReadOnlyList<Field> Fields { get; }

    internal override bool IsRepeated { get; }

    internal override IEnumerable<DataField> Leaves => Fields.SelectMany(child => child.Leaves);

    public bool Equals(StructField? other) => base.Equals(other) && Fields.SequenceEqual(other!.Fields);

    public override bool Equals(object? obj) => Equals(obj as StructField);

    public override int GetHashCode() => base.GetHashCode();

    internal override void Attach(FieldPath? parent, int repetitionLevel, int definitionLevel)
    {
        Path = Below(parent);
        MaxRepetitionLevel = repetitionLevel + (IsRepeated ? 1 : 0);
        MaxDefinitionLevel = definitionLevel + (IsNullable || IsRepeated ? 1 : 0);
        foreach (var field in Fields)
            field.Attach(Path, MaxRepetitionLevel, MaxDefinitionLevel);
    }
}
