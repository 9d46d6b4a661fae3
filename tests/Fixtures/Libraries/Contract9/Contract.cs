namespace MetricPlugins;

[AttributeUsage(AttributeTargets.Class)]
public sealed class PluginAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

public abstract class MetricLoss;
