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
        if (!ValueCodec.IsWritable(ClrType))
            throw new NotSupportedException($"Field '{name}': type {clrType} is not supported.");
        if (isArray == true)
            throw new NotSupportedException($"Field '{name}': arrays are not supported, use {nameof(ListField)}.");

        Codec = WritingCodec;
        IsNullable = isNullable ?? (underlying is not null || !ClrType.IsValueType);
    }

    /// <summary>A field of a file.</summary>
    internal DataField(string name, ValueCodec codec, bool isNullable, bool isArray)
        : base(name, SchemaType.Data)
    {
        ClrType = codec.ClrType;
        Codec = codec;
        IsNullable = isNullable;
        IsArray = isArray;
    }

    /// <summary>Repeated outside of a list: as many values a row as there are. Files of early writers have such fields.</summary>
    public bool IsArray { get; }

    /// <summary>Never nullable: int, whether or not the field takes nulls.</summary>
    public Type ClrType { get; }

    /// <summary>How the file stores the values that the field was read from; how they are written otherwise.</summary>
    internal ValueCodec Codec { get; }

    internal ValueCodec WritingCodec => ValueCodec.For(ClrType);

    internal bool IsAttached { get; private set; }

    internal override bool IsRepeated => IsArray;

    internal override IEnumerable<DataField> Leaves => [this];

    public object Clone() => MemberwiseClone();

    public override bool Equals(object? obj) =>
        obj is DataField other && base.Equals(other) && ClrType == other.ClrType && IsNullable == other.IsNullable && IsArray == other.IsArray;

    public override int GetHashCode() => base.GetHashCode();

    public override string ToString() => $"{Path} ({ClrType}{(IsNullable ? "?" : "")}{(IsArray ? "[]" : "")})";

    internal override void Attach(FieldPath? parent, int repetitionLevel, int definitionLevel)
    {
        Path = Below(parent);
        MaxRepetitionLevel = repetitionLevel + (IsArray ? 1 : 0);
        MaxDefinitionLevel = definitionLevel + (IsNullable || IsArray ? 1 : 0);
        IsAttached = true;
    }
}
