namespace MetricPlugins.Host;

/// <summary>Keeps a folder for one process. What a killed process left there holds nothing.</summary>
internal static class FolderLock
{
    private const string Name = ".lock";

    /// <summary>Holds an existing folder until the stream is closed.</summary>
    /// <exception cref="IOException">Another process holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static FileStream Take(string folder)
    {
        // Whoever asks whether the folder is held is in the way for an instant.
        for (var again = 5; ; again--)
        {
            try
            {
                return new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (again > 0)
            {
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>Whether a process holds the folder now.</summary>
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
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
