using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Data;

/// <summary>Where the files of datasets lie when nobody names a folder: <c>$METRIC_DATA/NAME</c>, or <c>data/NAME</c> below the current folder.</summary>
internal static class DataFolders
{
    private static string Root => Environment.GetEnvironmentVariable("METRIC_DATA") is { Length: > 0 } root ? root : "data";

    public static string Default(string dataset) => Path.GetFullPath(Path.Combine(Root, dataset));

    /// <summary>What is missing of a dataset that reads files, with the command that gets it; null when it is there.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="named">A folder or file, as a full path; null when none was named.</param>
    public static string? Missing(PluginInfo dataset, string? named)
    {
        if (!dataset.Takes<DatasetContext>() || Lacking(dataset, named) is not { } lacking)
            return null;
        var fix = dataset.Sources.Count > 0 ? $"Get it: metric data get {dataset.Name}{(named is null ? "" : $" --data {named}")}" : $"Name its folder: --data {dataset.Name}=DIR";
        return $"{dataset.Name} is left out: {lacking}. {fix}";
    }

    /// <summary>What a dataset reads: what was named for it, else its default folder when that is there; null for a dataset that needs no files.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="named">A folder or file, as a full path; null when none was named.</param>
    /// <exception cref="InvalidInputException">It needs no files and some were named; or it needs some that can be got, and they are not all there.</exception>
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

/// <summary>How far a dataset's files are in its default folder.</summary>
internal enum Presence
{
    /// <summary>There is no such folder, or nothing in it.</summary>
    Absent,

    /// <summary>Some of its sources are not there yet, or others than its plugin names now.</summary>
    Incomplete,

    /// <summary>Every source was put there by <c>metric data get</c>.</summary>
    Complete,

    /// <summary>The folder is there, and others put the files into it.</summary>
    Own,
}

/// <summary>A dataset that reads files, and whether they are in its default folder.</summary>
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
