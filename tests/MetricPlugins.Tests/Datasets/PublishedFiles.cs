namespace MetricPlugins.Tests.Datasets;

/// <summary>Files of a dataset as its publisher lays them out, but few and small.</summary>
internal static class PublishedFiles
{
    /// <summary>Stands for an image; empty, for no dataset looks into one.</summary>
    public static void Image(this TemporaryFolder folder, params string[] parts)
    {
        var path = folder.File(parts);
        try
        {
            File.OpenHandle(path, FileMode.Create, FileAccess.Write).Dispose();
        }
        catch (DirectoryNotFoundException)
        {
            folder.Write([], parts);
        }
    }

    public static void Text(this TemporaryFolder folder, IEnumerable<string> lines, params string[] parts) =>
        folder.Write(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), parts);

    public static void Write(this TemporaryFolder folder, byte[] content, params string[] parts)
    {
        var path = folder.File(parts);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    /// <summary>What samples of image files are, by paths below a folder.</summary>
    public static List<(string File, long Label)> Listed(this Samples samples, string root)
    {
        using (samples)
            return [.. samples.ImageFiles!.Select(file => Path.GetRelativePath(root, file)).Zip(samples.Labels.data<long>().ToArray())];
    }

    /// <summary>The message that a dataset refuses its files with.</summary>
    public static string Refusal(this Dataset dataset, Split split = Split.Train) =>
        Assert.Throws<InvalidInputException>(() => dataset.Load(split).Dispose()).Message;
}
