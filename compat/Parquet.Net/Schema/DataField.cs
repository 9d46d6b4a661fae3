using Parquet.Encodings;

namespace Parquet.Schema;

public class DataField : Field, ICloneable
{
    public DataField(string name, Type clrType, bool? isNullable = null, bool? isArray = null, string? propertyName = null)
        : base(name, SchemaType.Data)
    {
        ArgumentNullException.ThrowIfNull(clrType);
        var underlying = Nullable.GetUnderlyingType(clrType);
        ClrType = underlying ?? clrType;
        if (!ValueCodec.Supports(ClrType))
            throw new NotSupportedException($"Field '{name}': type {clrType} is not supported.");
        if (isArray == true)
            throw new NotSupportedException($"Field '{name}': arrays are not supported, use {nameof(ListField)}.");

        IsNullable = isNullable ?? (underlying is not null || !ClrType.IsValueType);
    }

    /// <summary>Never nullable: int, whether or not the field takes nulls.</summary>
    public Type ClrType { get; }

    internal bool IsAttached { get; private set; }

    internal override IEnumerable<DataField> Leaves => [this];

    public object Clone() => MemberwiseClone();

    public override bool Equals(object? obj) =>
        obj is DataField other && base.Equals(other) && ClrType == other.ClrType && IsNullable == other.IsNullable;

    public override int GetHashCode() => base.GetHashCode();

    public override string ToString() => $"{Path} ({ClrType}{(IsNullable ? "?" : "")})";

    internal override void Attach(FieldPath? parent, int repetitionLevel, int definitionLevel)
    {
        Path = Below(parent);
        MaxRepetitionLevel = repetitionLevel;
        MaxDefinitionLevel = definitionLevel + (IsNullable ? 1 : 0);
        IsAttached = true;
    }
}
