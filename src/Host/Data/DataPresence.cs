using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Data;

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

/// <summary>A dataset that reads files, what it comes in, and whether that is in its default folder.</summary>
internal sealed record DataPresence(PluginInfo Plugin, IReadOnlyList<DataSource> Sources, string Folder, Presence Presence)
{
    /// <exception cref="InvalidInputException">The plugin's sources, or the folder's manifest, are not what they should be.</exception>
    public static DataPresence Of(PluginInfo plugin)
    {
        var sources = SourcesOf(plugin);
        var folder = DataFolders.Default(plugin.Name);
        var presence = !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any() ? Presence.Absent
            : DataManifest.Read(folder) is not { } manifest ? Partly(folder, sources) ? Presence.Incomplete : Presence.Own
            : sources.All(source => manifest.Sources.Any(s => s.File == source.File && source.Difference(s.Digest) is null)) ? Presence.Complete
            : Presence.Incomplete;
        return new DataPresence(plugin, sources, folder, presence);
    }

    /// <summary>The files that a dataset comes in.</summary>
    /// <exception cref="InvalidInputException">One cannot be fetched and checked, or two have one name.</exception>
    public static IReadOnlyList<DataSource> SourcesOf(PluginInfo plugin)
    {
        DataSource[] sources = [.. plugin.Sources.Select(s => new DataSource(plugin.Name, s.Url, s.Bytes, s.Md5, s.Sha256))];
        return sources.GroupBy(s => s.File).FirstOrDefault(g => g.Count() > 1) is { Key: var twice }
            ? throw new InvalidInputException($"The sources of {plugin.Name} are files of different names; two are {twice}.")
            : sources;
    }

    private static bool Partly(string folder, IReadOnlyList<DataSource> sources) => sources.Any(source => File.Exists(Path.Combine(folder, source.File + ".part")));
}
