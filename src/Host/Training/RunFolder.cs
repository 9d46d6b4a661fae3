using System.Security.Cryptography;
using MetricPlugins.Core;

namespace MetricPlugins.Host.Training;

/// <summary>The folder of one run, locked by one process at a time.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly FolderLock held;

    private RunFolder(string path, FolderLock held) => (FullPath, this.held) = (path, held);

    public string FullPath { get; }

    /// <summary>Creates the folder if needed and locks it.</summary>
    /// <exception cref="InvalidInputException">Another process has locked the folder, or it cannot be created.</exception>
    public static RunFolder Hold(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The results folder {path} cannot be created: {e.Message} Name another folder: --out FOLDER.", e);
        }

        try
        {
            return new RunFolder(path, FolderLock.Take(path));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"The results folder {path} cannot be written: {e.Message} Name another folder: --out FOLDER.", e);
        }
        catch (IOException e)
        {
            throw new InvalidInputException($"Only one process at a time can train a study or run; {path} cannot be locked: {e.Message} Wait for the other process, or name another folder: --out FOLDER.", e);
        }
    }

    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Removes every file of an earlier attempt except the manifest.</summary>
    public void Clear()
    {
        foreach (var file in Names().Concat(Directory.EnumerateFiles(FullPath, ".*.part").Select(Path.GetFileName)))
            File.Delete(PathOf(file!));
        ClearCheckpoint();
    }

    public void ClearCheckpoint()
    {
        if (Directory.Exists(PathOf(RunFiles.Checkpoint)))
            Directory.Delete(PathOf(RunFiles.Checkpoint), recursive: true);
    }

    /// <summary>Size and hash of every file except the manifest.</summary>
    public IReadOnlyList<RunFile> Files() => [.. Names().Select(name =>
    {
        using var stream = File.OpenRead(PathOf(name));
        return new RunFile(name, stream.Length, HashOf(stream));
    })];

    /// <summary>The fault of the first file that does not match the manifest; null if all match. Compares the content of settings
    /// and figures, but only the size of large files.</summary>
    public static string? Damage(string folder, IEnumerable<RunFile> files)
    {
        foreach (var file in files)
        {
            var found = new FileInfo(Path.Combine(folder, file.Name));
            if (!found.Exists || found.Length != file.Size)
                return $"{file.Name} is missing or has a different size";
            if (file.Name != RunFiles.Run)
                continue;
            using var stream = found.OpenRead();
            if (HashOf(stream) != file.Sha256)
                return $"{file.Name} was changed: its SHA-256 differs";
        }

        return null;
    }

    public void Dispose() => held.Dispose();

    private static string HashOf(Stream stream) => Convert.ToHexStringLower(SHA256.HashData(stream));

    private IEnumerable<string> Names() => Directory.EnumerateFiles(FullPath, "*.parquet", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(FullPath, file)).Order(StringComparer.Ordinal);
}
