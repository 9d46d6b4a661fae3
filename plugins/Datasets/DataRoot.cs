namespace MetricPlugins.Datasets;

/// <summary>The folder of a published dataset.</summary>
/// <param name="Dataset">Its name, for messages.</param>
/// <param name="Path">Where the files are.</param>
internal sealed record DataRoot(string Dataset, string Path)
{
    /// <summary>The fix for missing or damaged files.</summary>
    public string Fix => FixOf(Dataset);

    /// <summary>Finds the dataset's folder: the named one or the publisher's folder in it, whichever has a file that identifies the dataset.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="context">Holds the path that the user named.</param>
    /// <param name="publishedAs">The publisher's name for the folder.</param>
    /// <param name="knownBy">Files or folders, any of which identifies the dataset.</param>
    /// <exception cref="InvalidInputException">No folder was named, or it has none of these.</exception>
    public static DataRoot Find(string dataset, DatasetContext context, string publishedAs, params string[] knownBy)
    {
        if (context.DataFolder is not { } named)
            throw new InvalidInputException($"{dataset} reads its files from a folder, and none was named. Name it: --data FOLDER, or for a study --data {dataset}=FOLDER. {FixOf(dataset)}");
        if (!Directory.Exists(named))
            throw new InvalidInputException($"{dataset} reads its files from a folder; {named} is not a folder. Name the right one: --data FOLDER, or for a study --data {dataset}=FOLDER. {FixOf(dataset)}");
        var found = new[] { named, System.IO.Path.Combine(named, publishedAs) }.FirstOrDefault(folder => knownBy.Any(file => System.IO.Path.Exists(System.IO.Path.Combine(folder, file))));
        return found is not null
            ? new DataRoot(dataset, found)
            : throw new InvalidInputException($"{dataset} needs {string.Join(" or ", knownBy)} in the named folder or in its subfolder {publishedAs}; {named} has neither. Name another folder: --data FOLDER. {FixOf(dataset)}");
    }

    /// <summary>The path of a file in this folder.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>The path of a required file.</summary>
    /// <exception cref="InvalidInputException">The file is missing.</exception>
    public string Require(string file) =>
        File.Exists(this[file]) ? this[file] : throw Refused($"{Path} has no {file}.");

    /// <summary>An error about the files, with the fix.</summary>
    public InvalidInputException Refused(string problem) => new($"{Dataset}: {problem} {Fix}");

    private static string FixOf(string dataset) => $"To get its files: metric data get {dataset}";
}
