using System.Runtime.CompilerServices;
using MetricPlugins;

[Plugin("doomed", Summary = "Its module cannot be set up.")]
public sealed class Doomed : MetricLoss
{
    public override LossResult Compute(Batch batch) => throw new NotSupportedException();
}

internal static class Setup
{
    [ModuleInitializer]
    internal static void Run() => throw new InvalidOperationException("no licence was found");
}
