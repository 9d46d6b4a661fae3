using System.Reflection;
using System.Runtime.Loader;

namespace McMaster.NETCore.Plugins.Loader;

/// <summary>Finds a plugin's assemblies: shared ones in the default context, the others where the .NET host would.</summary>
internal sealed class ManagedLoadContext : AssemblyLoadContext
{
    private readonly LoadContextSettings _settings;
    private readonly ManagedProbing _managed;
    private readonly NativeProbing _native;
    private readonly ShadowCopies? _shadowCopies;

    public ManagedLoadContext(LoadContextSettings settings)
        : base(Path.GetFileNameWithoutExtension(settings.MainAssemblyPath), settings.Collectible)
    {
        _settings = settings;
        var resolver = new AssemblyDependencyResolver(settings.MainAssemblyPath);
        _managed = new ManagedProbing(settings, resolver);
        _native = new NativeProbing(settings, resolver);
        if (settings.ShadowCopyNative)
        {
            _shadowCopies = new ShadowCopies();
            Unloading += _ => _shadowCopies.Delete();
        }
    }

    public Assembly LoadAssemblyFromFilePath(string path)
    {
        if (!_settings.InMemory)
            return LoadFromAssemblyPath(path);

        using var assembly = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var symbolsPath = Path.ChangeExtension(path, ".pdb");
        if (!File.Exists(symbolsPath))
            return LoadFromStream(assembly);

        using var symbols = File.Open(symbolsPath, FileMode.Open, FileAccess.Read, FileShare.Read);
        return LoadFromStream(assembly, symbols);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name)
            return null;

        return LoadFromDefaultContext(assemblyName, name)
            ?? (_managed.Find(assemblyName, name) is { } path ? LoadAssemblyFromFilePath(path) : null);
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        if (_native.Find(unmanagedDllName) is not { } path)
            return IntPtr.Zero;

        return LoadUnmanagedDllFromPath(_shadowCopies is null ? path : _shadowCopies.Of(path));
    }

    private Assembly? LoadFromDefaultContext(AssemblyName assemblyName, string name)
    {
        var shared = _settings.PreferDefaultContext || _settings.DefaultAssemblies.Contains(name);
        if (!shared || _settings.PrivateAssemblies.Contains(name))
            return null;

        Assembly assembly;
        try
        {
            assembly = _settings.DefaultContext.LoadFromAssemblyName(assemblyName);
        }
        catch (Exception)
        {
            // The default context is a preference: the plugin's own copy comes next, and when it has none the runtime names the assembly.
            return null;
        }

        if (_settings.LazyReferences)
            _settings.DefaultAssemblies.UnionWith(assembly.GetReferencedAssemblies().Select(reference => reference.Name).OfType<string>());

        return assembly;
    }
}
