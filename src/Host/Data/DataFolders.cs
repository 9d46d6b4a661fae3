using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Data;

/// <summary>The default location of a dataset's files: <c>$METRIC_DATA/NAME</c>, or <c>data/NAME</c> below the current folder.</summary>
internal static class DataFolders
{
    private static string Root => Environment.GetEnvironmentVariable("METRIC_DATA") is { Length: > 0 } root ? root : "data";

    public static string Default(string dataset) => Path.GetFullPath(Path.Combine(Root, dataset));

    /// <summary>Which files of a dataset are missing, with the command that gets them; null if none are missing or needed.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="named">A folder or file, as a full path; null if none was given.</param>
    public static string? Missing(PluginInfo dataset, string? named)
    {
        if (!dataset.Takes<DatasetContext>() || Lacking(dataset, named) is not { } lacking)
            return null;
        var fix = dataset.Sources.Count > 0 ? $"Get it: metric data get {dataset.Name}{(named is null ? "" : $" --data {named}")}" : $"Name its folder: --data {dataset.Name}=DIR";
        return $"{dataset.Name} is left out: {lacking}. {fix}";
    }

    /// <summary>The path that a dataset reads: the given one, else its default folder if it exists; null if the dataset needs no files.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="named">A folder or file, as a full path; null if none was given.</param>
    /// <exception cref="InvalidInputException">A path is given to a dataset that needs no files, or files that can be downloaded are missing.</exception>
    public static string? Find(PluginInfo dataset, string? named)
    {
        if (!dataset.Takes<DatasetContext>())
            return named is null ? null : throw new InvalidInputException($"{dataset.Title} needs no files; got {named}. Leave out its folder.");
        if (named is not null)
            return named;
        var found = DataPresence.Of(dataset);
        return (found.Presence, dataset.Sources.Count) switch
        {
            (Presence.Absent, 0) => null,
            (Presence.Absent, _) => throw new InvalidInputException($"{dataset.Title} reads files; none were named (--data), and {found.Folder} contains none. Get them: metric data get {dataset.Name}"),
            (Presence.Incomplete, _) => throw new InvalidInputException($"{dataset.Title} is incomplete in {found.Folder}: metric data get provides more files. To use the folder anyway, name it (--data). Get the rest: metric data get {dataset.Name}"),
            _ => found.Folder,
        };
    }

    private static string? Lacking(PluginInfo dataset, string? named)
    {
        if (named is not null)
            return Path.Exists(named) ? null : $"{named} does not exist";
        var found = DataPresence.Of(dataset);
        return found.Presence switch
        {
            Presence.Absent => Directory.Exists(found.Folder) ? $"{found.Folder} is empty" : $"{found.Folder} does not exist",
            Presence.Incomplete => $"{found.Folder} lacks files that metric data get provides",
            _ => null,
        };
    }
}

/// <summary>State of a dataset's files in its default folder.</summary>
internal enum Presence
{
    /// <summary>The folder does not exist or is empty.</summary>
    Absent,

    /// <summary>Some sources are missing or differ from those that the plugin names.</summary>
    Incomplete,

    /// <summary><c>metric data get</c> has obtained every source.</summary>
    Complete,

    /// <summary>The folder exists, and the user put the files into it.</summary>
    Own,
}

/// <summary>A dataset that reads files, and the state of its default folder.</summary>
internal sealed record DataPresence(PluginInfo Plugin, string Folder, Presence Presence)
{
    /// <exception cref="InvalidInputException">The folder's manifest cannot be read.</exception>
    public static DataPresence Of(PluginInfo plugin)
    {
        var sources = plugin.Sources;
        var folder = DataFolders.Default(plugin.Name);
        var presence = !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any() ? Presence.Absent
            : DataManifest.Read(folder) is not { } manifest ? Partly(folder, sources) ? Presence.Incomplete : Presence.Own
            : sources.All(source => manifest.Sources.Any(s => s.File == source.File && source.Difference(s.Digest) is null)) ? Presence.Complete
            : Presence.Incomplete;
        return new DataPresence(plugin, folder, presence);
    }

    private static bool Partly(string folder, IReadOnlyList<DataSource> sources) => sources.Any(source => File.Exists(Path.Combine(folder, source.File + ".part")));
}
