namespace MetricPlugins.Datasets.Features;

/// <summary>Kinds of arrays in a table.</summary>
internal enum ArrayKind
{
    /// <summary>One vector of numbers per row.</summary>
    Vectors,

    /// <summary>One integer per row.</summary>
    Integers,

    /// <summary>One string per row.</summary>
    Texts,

    /// <summary>Any other type.</summary>
    Other,
}

/// <summary>An array, or column, of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Type">Its type and shape, for messages.</param>
internal sealed record FeatureArray(string Name, ArrayKind Kind, string Type)
{
    public override string ToString() => $"{Name} ({Type})";
}
