namespace Parquet.Schema;

public abstract class Field
{
    protected Field(string name, SchemaType schemaType)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        SchemaType = schemaType;
        Path = new FieldPath(name);
    }

    public SchemaType SchemaType { get; }

    public string Name { get; }

    public FieldPath Path { get; internal set; }

    public virtual bool IsNullable { get; internal set; }

    public int MaxRepetitionLevel { get; protected set; }

    public int MaxDefinitionLevel { get; protected set; }

    /// <summary>Repeated itself, with no list around it that would be.</summary>
    internal virtual bool IsRepeated => false;

    internal abstract IEnumerable<DataField> Leaves { get; }

    public override bool Equals(object? obj) => obj is Field other && SchemaType == other.SchemaType && Path.Equals(other.Path);

    public override int GetHashCode() => Path.GetHashCode();

    public override string ToString() => $"{Path} ({SchemaType}, RL: {MaxRepetitionLevel}, DL: {MaxDefinitionLevel})";

    /// <summary>Puts the field, and what it holds, below a parent of this path and these levels.</summary>
    internal abstract void Attach(FieldPath? parent, int repetitionLevel, int definitionLevel);

    private protected FieldPath Below(FieldPath? parent) => parent?.Append(Name) ?? new FieldPath(Name);
}
