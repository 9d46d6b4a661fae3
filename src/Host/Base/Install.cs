namespace MetricPlugins.Host.Base;

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
