using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.Loader;

namespace McMaster.NETCore.Plugins;

public partial class PluginLoader : IDisposable
{
    private readonly PluginConfig _config;
    private readonly AssemblyLoadContextBuilder _contextBuilder;
    private readonly HotReload? _hotReload;
    private ManagedLoadContext _context;
    private volatile bool _disposed;

    public PluginLoader(PluginConfig config)
    {
        _config = config ?? throw new ArgumentNullException(nameof(config));
        _contextBuilder = CreateContextBuilder(config);
        _context = (ManagedLoadContext)_contextBuilder.Build();
        if (config.EnableHotReload)
            _hotReload = new HotReload(config.MainAssemblyPath, config.ReloadDelay, Reload);
    }

    public event PluginReloadedEventHandler? Reloaded;

    public bool IsUnloadable => _context.IsCollectible;

    public AssemblyLoadContext LoadContext => _context;

    public Assembly LoadDefaultAssembly()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _context.LoadAssemblyFromFilePath(_config.MainAssemblyPath);
    }

    public Assembly LoadAssembly(AssemblyName assemblyName)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _context.LoadFromAssemblyName(assemblyName);
    }

    public Assembly LoadAssembly(string assemblyName)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return LoadAssembly(new AssemblyName(assemblyName));
    }

    public Assembly LoadAssemblyFromPath(string assemblyPath) => _context.LoadAssemblyFromFilePath(assemblyPath);

    public AssemblyLoadContext.ContextualReflectionScope EnterContextualReflection() => _context.EnterContextualReflection();

    public void Reload()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!IsUnloadable)
            throw new InvalidOperationException(
                $"Only an unloadable plugin can be reloaded, and \"{_config.MainAssemblyPath}\" was loaded with IsUnloadable = false.");

        _context.Unload();
        _context = (ManagedLoadContext)_contextBuilder.Build();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Reloaded?.Invoke(this, new PluginReloadedEventArgs(this));
    }

    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        _hotReload?.Dispose();
        if (_context.IsCollectible)
            _context.Unload();

        GC.SuppressFinalize(this);
    }
}
