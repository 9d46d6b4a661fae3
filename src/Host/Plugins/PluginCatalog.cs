namespace MetricPlugins.Host.Plugins;

/// <summary>All plugins of the plugin folders.</summary>
internal sealed class PluginCatalog
{
    /// <summary>Plugins that have the name of a plugin found earlier.</summary>
    private readonly IReadOnlyList<PluginInfo> rivals;

    private PluginCatalog(
        IReadOnlyList<string> folders, IReadOnlyList<PluginInfo> plugins,
        IReadOnlyList<PluginInfo> rivals, IReadOnlyList<PluginFault> faults)
    {
        (Folders, Plugins, Faults) = (folders, plugins, faults);
        this.rivals = rivals;
    }

    /// <summary>The folders that were searched recursively.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>By kind, then by name.</summary>
    public IReadOnlyList<PluginInfo> Plugins { get; }

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyList<PluginFault> Faults { get; }

    /// <summary>Searches the install's own folder, METRIC_PLUGINS (separated as PATH is) and <paramref name="named"/>.</summary>
    /// <exception cref="InvalidInputException">A named folder does not exist.</exception>
    public static PluginCatalog Load(IEnumerable<string> named)
    {
        var variable = Environment.GetEnvironmentVariable("METRIC_PLUGINS") ?? "";
        var asked =
            variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(named).Select(Path.GetFullPath).ToList();
        if (asked.Where(folder => !Directory.Exists(folder)).ToList() is [_, ..] missing)
            throw new InvalidInputException(
                $"A plugin folder (--plugins, METRIC_PLUGINS) is an existing folder; not found: {string.Join(", ", missing)}.");

        var own = Install.Plugins;
        string[] folders = [.. (Directory.Exists(own) ? [own] : Array.Empty<string>()).Concat(asked).Distinct()];
        return LoadFiles(folders, PluginFiles.In(folders));
    }

    /// <summary>The plugins of a single DLL.</summary>
    /// <exception cref="InvalidInputException">The DLL contains no usable plugin; the message says why.</exception>
    public static PluginCatalog LoadFile(string file)
    {
        if (file.Length == 0)
            throw new InvalidInputException("A plugin DLL is an existing file; got an empty path.");
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
            throw new InvalidInputException(Directory.Exists(path)
                ? $"A plugin DLL is a file; {path} is a folder. Name a DLL in it."
                : $"A plugin DLL is an existing file; {path} does not exist.");
        var catalog = LoadFiles([], [path]);
        return catalog.Plugins.Count > 0
            ? catalog
            : throw new InvalidInputException(catalog.Faults.Count == 0
                ? $"{path} contains no plugin: none of its classes has the attribute [Plugin]."
                : string.Join(Environment.NewLine, catalog.Faults.Select(f => $"Not usable: {f.File}: {f.Reason}")));
    }

    /// <summary>The plugin with the given kind and name.</summary>
    /// <exception cref="InvalidInputException">No plugin has the name (the message lists the known ones and the DLLs that may contain it
    /// but did not load), or two different plugins have it.</exception>
    public PluginInfo Find(PluginKind kind, string name)
    {
        var known = Plugins.Where(p => p.Kind == kind).ToList();
        var plugin = known.FirstOrDefault(p => p.Name == name) ?? throw new InvalidInputException(
            $"No {Lower(kind)} named \"{name}\".{NearestName.Question(name, known.Select(p => p.Name))} "
            + $"Known: {string.Join(", ", known.Select(p => p.Name))}."
            + string.Concat(Faults.Where(f => f.MayHide(name)).Select(f => $"{Environment.NewLine}Not usable: {f.File}: {f.Reason}")));
        return rivals.Where(r => r.Title == plugin.Title).Select(r => r.File).ToList() is [_, ..] others
            ? throw new InvalidInputException(
                $"{plugin.Title} is ambiguous: {string.Join(" and ", others.Prepend(plugin.File))} are different plugins with the same name. "
                + "Remove or rename one.")
            : plugin;
    }

    private static PluginCatalog LoadFiles(IReadOnlyList<string> folders, IEnumerable<string> files)
    {
        var plugins = new List<PluginInfo>();
        var rivals = new List<PluginInfo>();
        var faults = new List<PluginFault>();
        foreach (var file in files)
        {
            var dll = Load(file, plugins);
            faults.AddRange(dll.Faults);
            foreach (var plugin in dll.Plugins)
            {
                if (plugins.FirstOrDefault(p => p.Title == plugin.Title) is { } first)
                {
                    rivals.Add(plugin);
                    faults.Add(new PluginFault(
                        file,
                        $"{Lower(plugin.Kind)} {plugin.Name} is already in {first.File}, a different plugin: remove or rename one",
                        [plugin.Name]));
                }
                else
                {
                    plugins.Add(plugin);
                }
            }
        }

        return new PluginCatalog(folders, [.. plugins.OrderBy(p => p.Kind).ThenBy(p => p.Name, StringComparer.Ordinal)], rivals, faults);
    }

    private static PluginDll Load(string file, IReadOnlyList<PluginInfo> loaded)
    {
        IReadOnlyList<string>? names = null;
        try
        {
            if (PluginImage.Read(file) is not { } image)
                return PluginDll.None;
            names = image.Names;
            return loaded.FirstOrDefault(p => p.Build == image.Build) is { } first
                ? PluginDll.Refused(file, names, $"is a copy of {first.File}: remove one")
                : PluginDll.Load(image);
        }
        catch (BadImageFormatException) when (names is null)
        {
            return PluginFiles.IsNativePart(file) ? PluginDll.None : PluginDll.Refused(file, names, "is not a .NET assembly");
        }
        catch (Exception e)
        {
            // Any exception while loading a DLL is reported as its fault; the other DLLs still load.
            return PluginDll.Refused(file, names, $"does not load: {e.Message}");
        }
    }

    private static string Lower(PluginKind kind) => SnakeCase.Of(kind.ToString());
}
