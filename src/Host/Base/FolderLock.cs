namespace MetricPlugins.Host.Base;

/// <summary>Keeps a folder for one process. A lock file left by a killed process does not hold it.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string Name = ".lock";

    private readonly string folder;
    private readonly FileStream file;

    private FolderLock(string folder, FileStream file) => (this.folder, this.file) = (Path.TrimEndingDirectorySeparator(folder), file);

    /// <summary>Makes the folder, if need be, and holds it until the lock is disposed.</summary>
    /// <exception cref="IOException">Another process holds it, or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made or written.</exception>
    public static FolderLock Take(string folder)
    {
        for (var (asked, deleted) = (0, 0); ;)
        {
            try
            {
                Directory.CreateDirectory(folder);

                // On Windows the system deletes the file as it is closed; elsewhere its name could be another process's file by then.
                var file = new FileStream(
                    Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                    OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
                if (IsNamed(file))
                    return new FolderLock(folder, file);
                file.Dispose();
            }
            catch (DirectoryNotFoundException) when (deleted++ < 1000)
            {
                // Whoever released the folder deleted it.
            }
            catch (IOException) when (asked++ < 5)
            {
                // Whoever asks whether the folder is held, or deletes it while it is made here, is in the way for an instant.
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>True while a process holds the folder.</summary>
    public static bool IsTaken(string folder)
    {
        var file = Path.Combine(folder, Name);
        if (!File.Exists(file))
            return false;
        try
        {
            new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete).Dispose();
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Deletes everything in the folder but the lock, while it is held. Disposing then deletes the folder itself.</summary>
    public void DeleteContent()
    {
        foreach (var inside in Directory.EnumerateDirectories(folder))
            Directory.Delete(inside, recursive: true);
        foreach (var inside in Directory.EnumerateFiles(folder).Where(inside => Path.GetFileName(inside) != Name))
            File.Delete(inside);
    }

    /// <summary>Releases the lock; deletes the folder if it is empty.</summary>
    public void Dispose()
    {
        // Deleted while it is held: afterwards the name may be the next holder's.
        if (!OperatingSystem.IsWindows())
            Attempt(() => File.Delete(file.Name));
        file.Dispose();

        // Deleting a link deletes it whatever it leads to.
        Attempt(() =>
        {
            if (new DirectoryInfo(folder).LinkTarget is null && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        });
    }

    /// <summary>True for what <see cref="Take"/> throws where another process holds the folder: EAGAIN of Linux and of macOS,
    /// ERROR_SHARING_VIOLATION of Windows.</summary>
    public static bool IsHeldByAnother(IOException thrown) => thrown.HResult is 11 or 35 or unchecked((int)0x80070020);

    /// <summary>Somebody may have deleted the folder, and the next process may have taken it.</summary>
    private static void Attempt(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>False for a file that its holder deleted after it was opened here: the name is free for others by now, or theirs.
    /// A random length, set through the file and read through the name, tells.</summary>
    private static bool IsNamed(FileStream file)
    {
        file.SetLength(Random.Shared.Next(1, 1 << 20));
        var isNamed = new FileInfo(file.Name) is { Exists: true } named && named.Length == file.Length;
        file.SetLength(0);
        return isNamed;
    }
}
