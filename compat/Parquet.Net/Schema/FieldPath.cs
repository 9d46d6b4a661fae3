namespace Parquet.Schema;

public sealed class FieldPath : IEquatable<FieldPath>
{
    private readonly string[] _parts;
    private readonly string _joined;

    /// <summary>A path of this one part: a dot in it belongs to the name.</summary>
    public FieldPath(string firstPart)
        : this([firstPart])
    {
    }

    public FieldPath(IEnumerable<string> parts)
        : this(parts.ToArray())
    {
    }

    public FieldPath(params string[] parts)
    {
        _parts = parts;
        _joined = string.Join(ParquetSchema.PathSeparator, parts);
    }

    public string? FirstPart => _parts.FirstOrDefault();

    public int Length => _parts.Length;

    public List<string> ToList() => [.. _parts];

    public bool Equals(FieldPath? other) => other is not null && _parts.AsSpan().SequenceEqual(other._parts);

    public override bool Equals(object? obj) => Equals(obj as FieldPath);

    // Not of the joined path: very many paths that differ in their parts alone would share a hash.
    public override int GetHashCode() => _parts.Aggregate(0, HashCode.Combine);

    public override string ToString() => _joined;

    internal FieldPath Append(string part) => new([.. _parts, part]);
}
