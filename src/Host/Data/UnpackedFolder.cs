namespace MetricPlugins.Host.Data;

/// <summary>A folder that an archive is unpacked into. What an archive says is a claim: nothing gets out of the folder, is written twice, or
/// goes beyond the bounds.</summary>
/// <param name="archive">For messages.</param>
/// <param name="folder">Empty, and the archive's alone.</param>
/// <param name="bound">Most bytes of all files together.</param>
internal sealed class UnpackedFolder(string archive, string folder, long bound)
{
    private const int MostEntries = 4_000_000;

    private readonly List<DataFile> files = [];
    private long written;
    private int entries;

    /// <summary>Bytes that an archive of a size may come to.</summary>
    public static long BoundOf(long compressed) => Math.Min(64L << 30, Math.Max(16 << 20, compressed * 200));

    /// <summary>What was written.</summary>
    public IReadOnlyList<DataFile> Files => files;

    public void AddFolder(string name) => Directory.CreateDirectory(PathOf(name).Full);

    /// <exception cref="InvalidDataException">The name leads elsewhere or was there before, or the content goes beyond the bound.</exception>
    public void AddFile(string name, Stream content, CancellationToken cancellation)
    {
        var (full, relative) = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (Path.Exists(full))
            throw Refused(name, "is in it twice");
        using var file = new FileStream(full, FileMode.CreateNew, FileAccess.Write);
        var digest = FileDigest.Copy(content, file, bytes => RequireRoom(name, bytes), cancellation);
        written += digest.Bytes;
        files.Add(new DataFile(relative, digest.Bytes, digest.Sha256));
    }

    /// <summary>Refuses what is no file and no folder.</summary>
    public InvalidDataException Refused(string name, string why) => new($"{archive} is not unpacked: its entry \"{name}\" {why}. It is damaged, or not what its publisher made.");

    private void RequireRoom(string name, long bytes)
    {
        if (bytes > bound - written)
            throw Refused(name, $"makes it more than {bound:N0} bytes unpacked");
    }

    private (string Full, string Relative) PathOf(string name)
    {
        if (++entries > MostEntries)
            throw Refused(name, $"is one more than {MostEntries:N0}");
        var parts = name.Replace('\\', '/').Split('/').Where((part, i) => part != "." && (part.Length > 0 || i == 0)).ToList();
        if (parts.Count > 0 && parts[0].Length == 0)
            throw Refused(name, "is an absolute path");
        if (parts.Any(part => part == ".." || part.AsSpan().ContainsAny([':', '\0'])))
            throw Refused(name, "leads out of its folder");
        var relative = string.Join('/', parts);
        return (Path.Combine([folder, .. parts]), relative);
    }
}
