using System.Reflection;
using System.Runtime.InteropServices;

namespace MetricPlugins.Host.Base;

/// <summary>What results were made with.</summary>
internal static class Versions
{
    public static string Product { get; } = Of(typeof(Versions));

    /// <summary>What the build changed for a libstdc++ older than TorchSharp's compiler; null where nothing was needed.</summary>
    public static string? OlderLibstdcxx { get; } =
        typeof(Versions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "libstdc++")?.Value;

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

/// <summary>Where the program is installed: the folder of metric.dll and, in it, of plugins.</summary>
internal static class Install
{
    /// <summary>The program's own folder; tests, which call the program from another, set it.</summary>
    public static string Folder { get; set; } = AppContext.BaseDirectory;

    /// <summary>The program.</summary>
    public static string Program => Path.Combine(Folder, "metric.dll");

    /// <summary>The plugins that come with it.</summary>
    public static string Plugins => Path.Combine(Folder, "plugins");
}
