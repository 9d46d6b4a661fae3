using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.LibraryModel;

namespace McMaster.NETCore.Plugins.Loader;

public class AssemblyLoadContextBuilder
{
    private LoadContextSettings _settings = new();

    public AssemblyLoadContext Build()
    {
        if (_settings.MainAssemblyPath.Length == 0)
            throw new InvalidOperationException(
                $"A load context needs its main assembly: call {nameof(SetMainAssemblyPath)} before {nameof(Build)}.");

        return new ManagedLoadContext(_settings with { DefaultAssemblies = [.. _settings.DefaultAssemblies] });
    }

    public AssemblyLoadContextBuilder SetMainAssemblyPath(string path)
    {
        RequireAbsolute(path, nameof(path));
        return With(_settings with { MainAssemblyPath = path });
    }

    public AssemblyLoadContextBuilder SetDefaultContext(AssemblyLoadContext context)
    {
        // Not ArgumentNullException: the real package throws its base type here.
        if (context is null)
            throw new ArgumentException("The default load context must not be null.", nameof(context));

        return With(_settings with { DefaultContext = context });
    }

    public AssemblyLoadContextBuilder PreferLoadContextAssembly(AssemblyName assemblyName)
    {
        if (assemblyName.Name is { } name)
            _settings.PrivateAssemblies.Add(name);

        return this;
    }

    public AssemblyLoadContextBuilder PreferDefaultLoadContextAssembly(AssemblyName assemblyName)
    {
        var pending = new Queue<AssemblyName>([assemblyName]);
        while (pending.TryDequeue(out var next))
        {
            if (next.Name is null || !_settings.DefaultAssemblies.Add(next.Name))
                continue;

            foreach (var reference in _settings.DefaultContext.LoadFromAssemblyName(next).GetReferencedAssemblies())
            {
                if (!_settings.LazyReferences)
                    pending.Enqueue(reference);
                else if (reference.Name is not null)
                    _settings.DefaultAssemblies.Add(reference.Name);
            }
        }

        return this;
    }

    public AssemblyLoadContextBuilder PreferDefaultLoadContext(bool preferDefaultLoadContext) =>
        With(_settings with { PreferDefaultContext = preferDefaultLoadContext });

    public AssemblyLoadContextBuilder IsLazyLoaded(bool isLazyLoaded) => With(_settings with { LazyReferences = isLazyLoaded });

    public AssemblyLoadContextBuilder AddManagedLibrary(ManagedLibrary library)
    {
        RequireRelative(library.AdditionalProbingPath);
        if (library.Name.Name is { } name)
            _settings.ManagedLibraries.Add(name, library);

        return this;
    }

    public AssemblyLoadContextBuilder AddNativeLibrary(NativeLibrary library)
    {
        RequireRelative(library.AppLocalPath);
        RequireRelative(library.AdditionalProbingPath);
        _settings.NativeLibraries.Add(library.Name, library);
        return this;
    }

    public AssemblyLoadContextBuilder AddProbingPath(string path)
    {
        RequireAbsolute(path, nameof(path));
        _settings.ProbingPaths.Add(path);
        return this;
    }

    public AssemblyLoadContextBuilder AddResourceProbingPath(string path)
    {
        RequireAbsolute(path, nameof(path));
        _settings.ResourceProbingPaths.Add(path);
        return this;
    }

    public AssemblyLoadContextBuilder EnableUnloading() => With(_settings with { Collectible = true });

    public AssemblyLoadContextBuilder PreloadAssembliesIntoMemory() => With(_settings with { InMemory = true });

    public AssemblyLoadContextBuilder ShadowCopyNativeLibraries() => With(_settings with { ShadowCopyNative = true });

    private AssemblyLoadContextBuilder With(LoadContextSettings settings)
    {
        _settings = settings;
        return this;
    }

    private static void RequireAbsolute(string path, string parameter)
    {
        if (string.IsNullOrEmpty(path))
            throw new ArgumentException("The path must not be null or empty.", parameter);

        if (!Path.IsPathRooted(path))
            throw new ArgumentException($"The path must be absolute, not \"{path}\". Use Path.GetFullPath.", parameter);
    }

    private static void RequireRelative(string probingPath)
    {
        if (string.IsNullOrEmpty(probingPath))
            throw new ArgumentException("The path must not be null or empty.", nameof(probingPath));

        if (Path.IsPathRooted(probingPath))
            throw new ArgumentException($"The path must be relative to a probing path, not \"{probingPath}\".", nameof(probingPath));
    }
}
