using System.Runtime.CompilerServices;

namespace MetricPlugins.Tests;

/// <summary>Tests, and the processes that they start, keep features in a folder of their own, which goes with them: never in the user's.</summary>
internal static class OwnCache
{
    [ModuleInitializer]
    internal static void Set()
    {
        var folder = Directory.CreateTempSubdirectory("metric-test-cache-").FullName;
        Environment.SetEnvironmentVariable("METRIC_CACHE", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
