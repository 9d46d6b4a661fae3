using System.Reflection;
using System.Runtime.Loader;

namespace McMaster.NETCore.Plugins;

public class PluginConfig
{
    private bool _isUnloadable;
    private bool _loadInMemory;

    public PluginConfig(string mainAssemblyPath)
    {
        if (string.IsNullOrEmpty(mainAssemblyPath))
            throw new ArgumentException("The path of the plugin's main assembly must not be null or empty.", nameof(mainAssemblyPath));

        if (!Path.IsPathRooted(mainAssemblyPath))
            throw new ArgumentException(
                $"The path of the plugin's main assembly must be absolute, not \"{mainAssemblyPath}\". Use Path.GetFullPath.",
                nameof(mainAssemblyPath));

        MainAssemblyPath = mainAssemblyPath;
    }

    public string MainAssemblyPath { get; }

    public ICollection<AssemblyName> PrivateAssemblies { get; protected set; } = new List<AssemblyName>();

    public ICollection<AssemblyName> SharedAssemblies { get; protected set; } = new List<AssemblyName>();

    public bool PreferSharedTypes { get; set; }

    public bool IsLazyLoaded { get; set; }

    public AssemblyLoadContext DefaultContext { get; set; } = HostContext.Current;

    public bool IsUnloadable
    {
        get => _isUnloadable || EnableHotReload;
        set => _isUnloadable = value;
    }

    public bool LoadInMemory
    {
        get => _loadInMemory || EnableHotReload;
        set => _loadInMemory = value;
    }

    public bool EnableHotReload { get; set; }

    public TimeSpan ReloadDelay { get; set; } = TimeSpan.FromMilliseconds(200);
}
