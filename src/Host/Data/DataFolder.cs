namespace MetricPlugins.Host.Data;

/// <summary>The folder of one dataset's files, filled by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FolderLock held;

    private DataFolder(string path, FolderLock held) => (FullPath, this.held) = (path, held);

    public string FullPath { get; }

    /// <summary>Makes the folder, if need be, and holds it.</summary>
    /// <exception cref="InvalidInputException">Another process holds it, or it cannot be made or written.</exception>
    public static DataFolder Hold(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Data goes to {path}, which cannot be made: {e.Message} Name another folder: --data FOLDER.", e);
        }

        try
        {
            return new DataFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), FolderLock.Take(path));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"Data goes to {path}, which cannot be written: {e.Message} Name another folder: --data FOLDER.", e);
        }
        catch (IOException e)
        {
            throw new InvalidInputException($"A dataset's folder is filled by one process at a time; {path} cannot be held: {e.Message} Wait for the other process, or name another folder: --data FOLDER.", e);
        }
    }

    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Moves what an archive held from its folder into this one: a folder that is not here yet at once, else file by file.</summary>
    /// <param name="unpacked">A folder on the same disk.</param>
    /// <param name="files">All its files.</param>
    /// <param name="own">The files here that came from the same source before, and may be replaced.</param>
    /// <param name="source">The archive, for messages.</param>
    /// <param name="cancellation">Stops the work before anything is moved.</param>
    /// <exception cref="InvalidInputException">A file of that name is here already, and is another; nothing was moved.</exception>
    public void Take(string unpacked, IReadOnlyList<DataFile> files, IEnumerable<DataFile> own, string source, CancellationToken cancellation)
    {
        if (files.FirstOrDefault(file => file.Name == DataManifest.FileName) is not null)
            throw new InvalidDataException($"{source} is not unpacked: it holds {DataManifest.FileName}, the name of what tells where files come from.");
        var replaceable = own.Select(file => file.Name).ToHashSet();
        foreach (var file in files.Where(file => !replaceable.Contains(file.Name) && File.Exists(PathOf(file.Name))))
        {
            if (FileDigest.Of(PathOf(file.Name), null, cancellation).Sha256 != file.Sha256)
                throw new InvalidInputException($"{PathOf(file.Name)} is not the file of that name in {source}. Move it away, or name another folder: --data FOLDER.");
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
