using System.Reflection;
using System.Runtime.InteropServices;

namespace MetricPlugins.Host.Training;

/// <summary>What results were made with.</summary>
internal static class Versions
{
    /// <summary>The packages the build stands on: <c>system</c> or <c>nuget</c>.</summary>
    public static string Stack { get; } =
        typeof(MetricLoss).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "Stack").Value!;

    public static string Product { get; } = Of(typeof(Versions));

    /// <summary>By name; libtorch must have loaded.</summary>
    public static IReadOnlyDictionary<string, string> All() => new Dictionary<string, string>
    {
        ["metricplugins"] = Product,
        ["stack"] = Stack,
        ["torchsharp"] = Of(typeof(torch)),
        ["libtorch"] = torch.__version__,
        ["parquet"] = Of(typeof(Parquet.ParquetWriter)),
        ["dotnet"] = RuntimeInformation.FrameworkDescription,
        ["os"] = RuntimeInformation.OSDescription,
    };

    private static string Of(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? type.Assembly.GetName().Version!.ToString();
}
