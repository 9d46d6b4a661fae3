using System.Runtime.CompilerServices;

namespace MetricPlugins.Tests;

/// <summary>Tests compute as the program does, whichever is the first to load libtorch.</summary>
internal static class TorchStart
{
    [ModuleInitializer]
    internal static void Start() => TorchEnvironment.Start();
}
