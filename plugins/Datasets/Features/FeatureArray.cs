namespace MetricPlugins.Datasets.Features;

/// <summary>What an array of a table can be.</summary>
internal enum ArrayKind
{
    /// <summary>A vector of numbers a row.</summary>
    Vectors,

    /// <summary>A whole number a row.</summary>
    Integers,

    /// <summary>A text a row.</summary>
    Texts,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>An array, or column, of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Type">Its type and shape, for messages.</param>
internal sealed record FeatureArray(string Name, ArrayKind Kind, string Type)
{
    public override string ToString() => $"{Name} ({Type})";
}
