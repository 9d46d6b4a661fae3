namespace Parquet.Schema;

public sealed class ListField : Field
{
    public const string ElementName = "element";
    public const string DefaultContainerName = "list";

    public ListField(string name, Field item, string containerName = DefaultContainerName)
        : base(name, SchemaType.List)
    {
        ArgumentNullException.ThrowIfNull(item);
        Item = item;
        ContainerName = containerName;
        IsNullable = true;
        Attach(null, 0, 0);
    }

    public ListField(
        string name,
        Type itemDataType,
        string? propertyName = null,
        string containerName = DefaultContainerName,
        string? elementName = null)
        : this(name, new DataField(elementName ?? ElementName, itemDataType), containerName)
    {
    }

    /// <summary>A list of a file. Lists of early writers have no container: their item itself is repeated.</summary>
    internal ListField(string name, Field item, string? containerName, bool isNullable)
        : base(name, SchemaType.List)
    {
        Item = item;
        ContainerName = containerName;
        IsNullable = isNullable;
    }

    public Field Item { get; }

    internal string? ContainerName { get; }

    internal override IEnumerable<DataField> Leaves => Item.Leaves;

    internal override void Attach(FieldPath? parent, int repetitionLevel, int definitionLevel)
    {
        var definitionOfList = definitionLevel + (IsNullable ? 1 : 0);
        Path = ContainerName is null ? Below(parent) : Below(parent).Append(ContainerName);
        MaxRepetitionLevel = repetitionLevel + 1;
        MaxDefinitionLevel = definitionOfList + 1;

        // A repeated item counts its own levels.
        if (Item.IsRepeated)
            Item.Attach(Path, repetitionLevel, definitionOfList);
        else
            Item.Attach(Path, MaxRepetitionLevel, MaxDefinitionLevel);
    }
}
