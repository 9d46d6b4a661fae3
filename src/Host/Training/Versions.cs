using System.Reflection;
using System.Runtime.InteropServices;

namespace MetricPlugins.Host.Training;

/// <summary>What results were made with.</summary>
internal static class Versions
{
    public static string Product { get; } = Of(typeof(Versions));

    /// <summary>By name; libtorch must have loaded.</summary>
    public static IReadOnlyDictionary<string, string> All() => new Dictionary<string, string>
    {
        ["metricplugins"] = Product,
        ["torchsharp"] = Of(typeof(torch)),
        ["libtorch"] = torch.__version__,
        ["parquet"] = Of(typeof(Parquet.ParquetWriter)),
        ["dotnet"] = RuntimeInformation.FrameworkDescription,
        ["os"] = RuntimeInformation.OSDescription,
    };

    /// <summary>Of the package that a type comes from.</summary>
    public static string Of(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? type.Assembly.GetName().Version!.ToString();
}
