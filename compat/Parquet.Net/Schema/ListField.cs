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

    public Field Item { get; }

    internal string ContainerName { get; }

    internal override IEnumerable<DataField> Leaves => Item.Leaves;

    internal override void Attach(FieldPath? parent, int repetitionLevel, int definitionLevel)
    {
        Path = Below(parent).Append(ContainerName);
        MaxRepetitionLevel = repetitionLevel + 1;
        MaxDefinitionLevel = definitionLevel + (IsNullable ? 2 : 1);
        Item.Attach(Path, MaxRepetitionLevel, MaxDefinitionLevel);
    }
}
