namespace MetricPlugins;

/// <summary>Marks a class as a plugin: a public sealed class that derives from <see cref="MetricLoss"/>, <see cref="Dataset"/> or
/// <see cref="EmbeddingModel"/>, with one public constructor.</summary>
/// <remarks>
/// The constructor takes, in any order and each at most once: the context of its kind (<see cref="LossContext"/>,
/// <see cref="DatasetContext"/> or <see cref="ModelContext"/>) and an options record. The record's constructor
/// parameters are the options: <c>double</c>, <c>int</c>, <c>long</c>, <c>bool</c>, <c>string</c> or an enum, each with a
/// default value, named in snake_case on the command line and in the results (<c>CenterWeight</c> is
/// <c>center_weight</c>). A <c>[Range(0.0, 2.0)]</c> attribute bounds a parameter; NaN is always out of range.
/// </remarks>
/// <param name="name">The plugin's name for users: lower-case letters, digits and hyphens, beginning with a letter;
/// unique within its kind.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PluginAttribute(string name) : Attribute
{
    /// <summary>The plugin's name for users.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence for lists of plugins.</summary>
    public string Summary { get; init; } = "";
}
