using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.LibraryModel;

namespace McMaster.NETCore.Plugins.Loader;

/// <summary>Where a plugin's managed assemblies lie.</summary>
internal sealed class ManagedProbing(LoadContextSettings settings, AssemblyDependencyResolver resolver)
{
    private static readonly string[] Extensions = [".dll", ".ni.dll", ".exe", ".ni.exe"];

    private readonly string _folder = PluginFolder.Of(settings.MainAssemblyPath);

    public string? Find(AssemblyName assemblyName, string name)
    {
        if (resolver.ResolveAssemblyToPath(assemblyName) is { } resolved && File.Exists(resolved))
            return resolved;

        if (assemblyName.CultureName is { Length: > 0 } culture && culture != "neutral")
            return FirstFile([_folder, .. settings.ResourceProbingPaths], Path.Combine(culture, name + ".dll"));

        return settings.ManagedLibraries.TryGetValue(name, out var library)
            ? Find(library)
            : FirstFile([_folder, .. settings.ProbingPaths], name + ".dll");
    }

    private string? Find(ManagedLibrary library) =>
        FirstFile([_folder], library.AppLocalPath)
        ?? FirstFile(settings.ProbingPaths, library.AdditionalProbingPath)
        ?? Extensions.Select(extension => Path.Combine(_folder, library.Name.Name + extension)).FirstOrDefault(File.Exists);

    private static string? FirstFile(IEnumerable<string> folders, string relativePath) =>
        folders.Select(folder => Path.Combine(folder, relativePath)).FirstOrDefault(File.Exists);
}
