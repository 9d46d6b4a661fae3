namespace MetricPlugins.Datasets;

/// <summary>The image files below a folder.</summary>
internal static class ImageTree
{
    private static readonly string[] Readable = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"];
    private static readonly string[] OtherImages = [".tif", ".tiff", ".avif", ".heic", ".jp2", ".ppm", ".pgm"];

    // Follows links; an unreadable folder is an error rather than a smaller dataset.
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.Hidden,
        IgnoreInaccessible = false,
        RecurseSubdirectories = true,
    };

    /// <summary>Paths of the image files at any depth, sorted by name; hidden files and files that are not images are
    /// ignored.</summary>
    /// <exception cref="InvalidInputException">The folder has images of unsupported formats, or cannot be read.</exception>
    public static string[] Files(string folder)
    {
        var files = All(folder);
        var others = files.GroupBy(file => Path.GetExtension(file).ToLowerInvariant()).Where(kind => OtherImages.Contains(kind.Key)).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToList();
        if (others.Count > 0)
            throw new InvalidInputException($"Images must be JPEG, PNG, WebP, GIF or BMP; {folder} has {string.Join(", ", others.Select(kind => $"{kind.Count()} {kind.Key}"))}, the first {others[0].Order(StringComparer.Ordinal).First()}. Convert or remove them.");
        return [.. files.Where(IsReadable).Order(StringComparer.Ordinal)];
    }

    /// <summary>Relative paths of all files at any depth in a folder, with / between folders; empty if the folder does not exist.</summary>
    public static HashSet<string> Names(string folder) =>
        Directory.Exists(folder) ? [.. All(folder).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))] : [];

    /// <summary>Subfolders of a folder, sorted by name, without hidden ones.</summary>
    public static string[] Folders(string folder) =>
        [.. Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden }).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    private static bool IsReadable(string file) => Readable.Contains(Path.GetExtension(file).ToLowerInvariant());

    private static string[] All(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*", Everything);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new InvalidInputException($"The files in {folder} cannot be listed: {e.Message}", e);
        }
    }
}
