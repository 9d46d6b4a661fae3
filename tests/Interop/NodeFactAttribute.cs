namespace MetricPlugins.Tests.Node;

/// <summary>A test that needs node and the packages of tests/node; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!NodeProcess.IsAvailable)
            Skip = NodeProcess.Missing;
    }
}
