namespace MetricPlugins.Host.Features;

/// <summary>The folder of one entry, held by one process at a time.</summary>
internal sealed class FeatureFolder : IDisposable
{
    public const string FeaturesName = "features.npy";

    private readonly FolderLock held;

    private FeatureFolder(string path, FolderLock held) => (FullPath, this.held) = (path, held);

    public string FullPath { get; }

    /// <summary>Makes the folder, if need be, and holds it; null while another process does.</summary>
    /// <exception cref="InvalidInputException">It cannot be made or written.</exception>
    public static FeatureFolder? TryHold(string path)
    {
        try
        {
            return new FeatureFolder(path, FolderLock.Take(path));
        }
        catch (IOException e) when (FolderLock.IsHeldByAnother(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Features of frozen backbones are kept in {path}, which cannot be written: {e.Message} Name another folder by METRIC_CACHE.", e);
        }
    }

    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Deletes the entry, or what is left of one; the folder goes when it is released.</summary>
    public void Delete()
    {
        // The description goes first: without it, what an interrupted deletion leaves is not read as an entry.
        File.Delete(PathOf(FeatureEntry.FileName));
        held.DeleteContent();
    }

    public void Dispose() => held.Dispose();
}
