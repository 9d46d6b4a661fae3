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
