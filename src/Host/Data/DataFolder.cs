namespace MetricPlugins.Host.Data;

/// <summary>The folder of one dataset's files, filled by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FolderLock held;

    private DataFolder(string path, FolderLock held) => (FullPath, this.held) = (path, held);

    public string FullPath { get; }

    /// <summary>Creates the folder if needed and locks it.</summary>
    /// <exception cref="InvalidInputException">Another process has locked the folder, or it cannot be created or written.</exception>
    public static DataFolder Hold(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The data folder {path} cannot be created: {e.Message} Name another folder: --data FOLDER.", e);
        }

        try
        {
            return new DataFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), FolderLock.Take(path));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"The data folder {path} cannot be written: {e.Message} Name another folder: --data FOLDER.", e);
        }
        catch (IOException e)
        {
            throw new InvalidInputException($"Only one process at a time can fill a dataset's folder; {path} cannot be locked: {e.Message} Wait for the other process, or name another folder: --data FOLDER.", e);
        }
    }

    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Moves the content of an unpacked archive into this folder: new subfolders as a whole, others file by file.</summary>
    /// <param name="unpacked">A folder on the same disk.</param>
    /// <param name="files">All its files.</param>
    /// <param name="own">Files from an earlier version of the same source, which may be replaced.</param>
    /// <param name="source">The archive, for messages.</param>
    /// <param name="cancellation">Stops the work before anything is moved.</param>
    /// <exception cref="InvalidInputException">A different file of the same name exists; nothing was moved.</exception>
    public void Take(string unpacked, IReadOnlyList<DataFile> files, IEnumerable<DataFile> own, string source, CancellationToken cancellation)
    {
        if (files.FirstOrDefault(file => file.Name == DataManifest.FileName) is not null)
            throw new InvalidDataException($"{source} cannot be unpacked: it contains {DataManifest.FileName}, a name reserved for the record of the files' origin.");
        var replaceable = own.Select(file => file.Name).ToHashSet();
        foreach (var file in files.Where(file => !replaceable.Contains(file.Name) && File.Exists(PathOf(file.Name))))
        {
            if (FileDigest.Of(PathOf(file.Name), null, cancellation).Sha256 != file.Sha256)
                throw new InvalidInputException($"{PathOf(file.Name)} differs from the file of that name in {source}. Move it away, or name another folder: --data FOLDER.");
        }

        Move(unpacked, FullPath);
    }

    /// <summary>Releases the folder; deletes it if it is empty.</summary>
    public void Dispose() => held.Dispose();

    private static void Move(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            var target = Path.Combine(to, Path.GetFileName(folder));
            if (Directory.Exists(target))
                Move(folder, target);
            else
                Directory.Move(folder, target);
        }

        foreach (var file in Directory.EnumerateFiles(from))
            File.Move(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }
}

/// <summary>A folder that an archive is unpacked into. Archives are not trusted: entries cannot leave the folder, overwrite one another or
/// exceed the limits.</summary>
/// <param name="archive">For messages.</param>
/// <param name="folder">An empty folder for this archive only.</param>
/// <param name="bound">Maximum total size of the files, in bytes.</param>
internal sealed class UnpackedFolder(string archive, string folder, long bound)
{
    private const int MostEntries = 4_000_000;

    private readonly List<DataFile> files = [];
    private long written;
    private int entries;

    /// <summary>Maximum unpacked size of an archive of the given size, in bytes.</summary>
    public static long BoundOf(long compressed) => Math.Min(64L << 30, Math.Max(16 << 20, compressed * 200));

    /// <summary>The files written.</summary>
    public IReadOnlyList<DataFile> Files => files;

    public void AddFolder(string name) => Directory.CreateDirectory(PathOf(name).Full);

    /// <exception cref="InvalidDataException">The name leaves the folder or exists already, or the content exceeds the limit.</exception>
    public void AddFile(string name, Stream content, CancellationToken cancellation)
    {
        var (full, relative) = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (Path.Exists(full))
            throw Refused(name, "occurs twice");
        using var file = new FileStream(full, FileMode.CreateNew, FileAccess.Write);
        var digest = FileDigest.Copy(content, file, bytes => RequireRoom(name, bytes), cancellation);
        written += digest.Bytes;
        files.Add(new DataFile(relative, digest.Bytes, digest.Sha256));
    }

    /// <summary>The exception for an entry that is not accepted.</summary>
    public InvalidDataException Refused(string name, string why) => new($"{archive} cannot be unpacked: its entry \"{name}\" {why}. The archive is damaged or not the publisher's.");

    private void RequireRoom(string name, long bytes)
    {
        if (bytes > bound - written)
            throw Refused(name, $"exceeds the limit of {bound:N0} unpacked bytes");
    }

    private (string Full, string Relative) PathOf(string name)
    {
        if (++entries > MostEntries)
            throw Refused(name, $"exceeds the limit of {MostEntries:N0} entries");
        var parts = name.Replace('\\', '/').Split('/').Where((part, i) => part != "." && (part.Length > 0 || i == 0)).ToList();
        if (parts.Count > 0 && parts[0].Length == 0)
            throw Refused(name, "is an absolute path");
        if (parts.Any(part => part == ".." || part.AsSpan().ContainsAny([':', '\0'])))
            throw Refused(name, "leads out of its folder");
        var relative = string.Join('/', parts);
        return (Path.Combine([folder, .. parts]), relative);
    }
}
