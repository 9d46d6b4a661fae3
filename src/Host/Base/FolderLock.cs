namespace MetricPlugins.Host.Base;

/// <summary>Locks a folder for one process. A lock file left by a killed process does not count.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string Name = ".lock";

    private readonly string folder;
    private readonly FileStream file;

    private FolderLock(string folder, FileStream file) => (this.folder, this.file) = (Path.TrimEndingDirectorySeparator(folder), file);

    /// <summary>Creates the folder if needed and locks it until the lock is disposed.</summary>
    /// <exception cref="IOException">Another process has locked the folder, or it cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be created or written.</exception>
    public static FolderLock Take(string folder)
    {
        for (var (asked, deleted) = (0, 0); ;)
        {
            try
            {
                Directory.CreateDirectory(folder);

                // Windows deletes the file when it is closed; elsewhere the name could belong to another process's file by then.
                var file = new FileStream(
                    Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                    OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
                if (IsNamed(file))
                    return new FolderLock(folder, file);
                file.Dispose();
            }
            catch (DirectoryNotFoundException) when (deleted++ < 1000)
            {
                // The previous holder deleted the folder when releasing it.
            }
            catch (IOException) when (asked++ < 5)
            {
                // A process that checks or deletes the lock can interfere for a moment.
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

    /// <summary>Deletes everything in the folder except the lock. Disposing then deletes the folder itself.</summary>
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
        // Deleted before release: afterwards the name may belong to the next holder.
        if (!OperatingSystem.IsWindows())
            Attempt(() => File.Delete(file.Name));
        file.Dispose();

        // Deleting a symbolic link would delete the link even if its target has files.
        Attempt(() =>
        {
            if (new DirectoryInfo(folder).LinkTarget is null && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        });
    }

    /// <summary>True for the exception that <see cref="Take"/> throws if another process has locked the folder: EAGAIN on Linux and macOS,
    /// ERROR_SHARING_VIOLATION on Windows.</summary>
    public static bool IsHeldByAnother(IOException thrown) => thrown.HResult is 11 or 35 or unchecked((int)0x80070020);

    /// <summary>Deletes if possible: another process may have deleted or locked the folder meanwhile.</summary>
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

    /// <summary>False if the previous holder deleted the file after it was opened here, so that its name no longer refers to it.
    /// Sets a random length through the handle and compares it with the length read through the name.</summary>
    private static bool IsNamed(FileStream file)
    {
        file.SetLength(Random.Shared.Next(1, 1 << 20));
        var isNamed = new FileInfo(file.Name) is { Exists: true } named && named.Length == file.Length;
        file.SetLength(0);
        return isNamed;
    }
}
