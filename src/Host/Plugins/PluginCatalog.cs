using System.IO.Enumeration;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using McMaster.NETCore.Plugins;

namespace MetricPlugins.Host.Plugins;

/// <summary>A DLL, or a class in it, that is no usable plugin.</summary>
/// <param name="File">The DLL.</param>
/// <param name="Reason">Why, in one line.</param>
internal sealed record PluginFault(string File, string Reason);

/// <summary>All plugins of the plugin folders.</summary>
internal sealed class PluginCatalog
{
    private PluginCatalog(IReadOnlyList<string> folders, IReadOnlyList<PluginInfo> plugins, IReadOnlyList<PluginFault> faults) =>
        (Folders, Plugins, Faults) = (folders, plugins, faults);

    /// <summary>The folders that were searched, to any depth.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>By kind, then by name.</summary>
    public IReadOnlyList<PluginInfo> Plugins { get; }

    public IReadOnlyList<PluginFault> Faults { get; }

    /// <summary>Searches the install's own folder, METRIC_PLUGINS (separated as PATH is) and <paramref name="named"/>.</summary>
    /// <exception cref="InvalidInputException">A named folder does not exist.</exception>
    public static PluginCatalog Load(IEnumerable<string> named)
    {
        var variable = Environment.GetEnvironmentVariable("METRIC_PLUGINS") ?? "";
        var asked = variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(named).Select(Path.GetFullPath).ToList();
        if (asked.Where(folder => !Directory.Exists(folder)).ToList() is [_, ..] missing)
            throw new InvalidInputException($"A plugin folder (--plugins, METRIC_PLUGINS) is an existing folder; there is no {string.Join(", ", missing)}.");

        var own = Path.Combine(AppContext.BaseDirectory, "plugins");
        return LoadFolders([.. (Directory.Exists(own) ? [own] : Array.Empty<string>()).Concat(asked).Distinct()]);
    }

    /// <summary>The plugin of that kind and name.</summary>
    /// <exception cref="InvalidInputException">There is none; the message names those there are.</exception>
    public PluginInfo Find(PluginKind kind, string name) =>
        Plugins.FirstOrDefault(p => p.Kind == kind && p.Name == name)
        ?? throw new InvalidInputException(
            $"No {Lower(kind)} named \"{name}\". Known: {string.Join(", ", Plugins.Where(p => p.Kind == kind).Select(p => p.Name))}."
            + string.Concat(Faults.Select(f => $"{Environment.NewLine}Not loaded: {f.File}: {f.Reason}")));

    private static PluginCatalog LoadFolders(IReadOnlyList<string> folders)
    {
        var plugins = new List<PluginInfo>();
        var faults = new List<PluginFault>();
        foreach (var file in folders.SelectMany(folder => Dlls(folder).Order(StringComparer.Ordinal)).Distinct())
        {
            try
            {
                if (ReferencesContract(file))
                    LoadFile(file, plugins, faults);
            }
            catch (Exception e)
            {
                // Whatever a foreign DLL throws while it loads is that DLL's fault, and the others still load.
                faults.Add(new PluginFault(file, OneLine(e.Message)));
            }
        }

        return new PluginCatalog(folders, [.. plugins.OrderBy(p => p.Kind).ThenBy(p => p.Name, StringComparer.Ordinal)], faults);
    }

    /// <summary>To any depth, but not into linked folders, which may lead back.</summary>
    private static FileSystemEnumerable<string> Dlls(string folder) =>
        new(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(".dll", StringComparison.OrdinalIgnoreCase),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    /// <summary>Read from the file's metadata, so that nothing but plugins is ever loaded.</summary>
    private static bool ReferencesContract(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        if (!image.HasMetadata)
            return false;
        var metadata = image.GetMetadataReader();
        var contract = typeof(PluginAttribute).Assembly.GetName().Name!;
        return metadata.AssemblyReferences.Any(r => metadata.StringComparer.Equals(metadata.GetAssemblyReference(r).Name, contract));
    }

    private static void LoadFile(string file, List<PluginInfo> plugins, List<PluginFault> faults)
    {
        // These types must be the same on both sides of the contract, so they load once, in the host's own context.
        Type[] shared = [typeof(PluginAttribute), typeof(torch), typeof(Microsoft.FSharp.Core.Unit)];
        var assembly = PluginLoader.CreateFromAssemblyFile(file, shared, config => config.IsLazyLoaded = true).LoadDefaultAssembly();
        foreach (var type in TypesOf(assembly))
        {
            if (type.GetCustomAttribute<PluginAttribute>() is not { } attribute)
                continue;
            try
            {
                var plugin = PluginInfo.Of(type, attribute, file);
                if (plugins.FirstOrDefault(p => p.Kind == plugin.Kind && p.Name == plugin.Name) is { } other)
                    faults.Add(new PluginFault(file, $"{type.FullName}: {Lower(plugin.Kind)} {plugin.Name} is already in {other.File}"));
                else
                    plugins.Add(plugin);
            }
            catch (InvalidOperationException e)
            {
                faults.Add(new PluginFault(file, $"{type.FullName}: {e.Message}"));
            }
        }
    }

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            throw new TypeLoadException(e.LoaderExceptions.FirstOrDefault()?.Message ?? e.Message, e);
        }
    }

    private static string Lower(PluginKind kind) => SnakeCase.Of(kind.ToString());

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
