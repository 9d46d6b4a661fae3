using System.Runtime.Loader;
using McMaster.NETCore.Plugins.LibraryModel;

namespace McMaster.NETCore.Plugins.Loader;

/// <summary>Where a plugin's native libraries lie.</summary>
internal sealed class NativeProbing(LoadContextSettings settings, AssemblyDependencyResolver resolver)
{
    private static readonly string[] Prefixes = OperatingSystem.IsWindows() ? [""] : ["", "lib"];

    private static readonly string[] Extensions =
        OperatingSystem.IsWindows() ? [".dll"] : OperatingSystem.IsMacOS() ? [".dylib"] : [".so", ".so.1"];

    private readonly string _folder = PluginFolder.Of(settings.MainAssemblyPath);

    public string? Find(string name)
    {
        if (resolver.ResolveUnmanagedDllToPath(name) is { } resolved && File.Exists(resolved))
            return resolved;

        var found = Prefixes.Select(prefix => Find(prefix, name)).FirstOrDefault(path => path is not null);
        return found is null ? null : Path.GetFullPath(found);
    }

    private string? Find(string prefix, string name)
    {
        if (settings.NativeLibraries.TryGetValue(prefix + name, out var library))
            return Find(prefix, library);

        // Code may import "name.so" where the library is known as "name".
        return Extensions
            .Where(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            .Select(extension => settings.NativeLibraries.TryGetValue(prefix + name[..^extension.Length], out var known)
                ? Find(prefix, known)
                : FirstFile([_folder, .. settings.ProbingPaths], [prefix + name + extension, prefix + name]))
            .FirstOrDefault(path => path is not null);
    }

    private string? Find(string prefix, NativeLibrary library) =>
        FirstFile([_folder], Extensions.Select(extension => prefix + library.Name + extension).Append(library.AppLocalPath))
        ?? FirstFile(settings.ProbingPaths, [library.AdditionalProbingPath]);

    private static string? FirstFile(IEnumerable<string> folders, IEnumerable<string> names) =>
        folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
