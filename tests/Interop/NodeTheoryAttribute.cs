namespace MetricPlugins.Tests.Node;

/// <summary>As <see cref="NodeFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute()
    {
        if (!NodeProcess.IsAvailable)
            Skip = NodeProcess.Missing;
    }
}
