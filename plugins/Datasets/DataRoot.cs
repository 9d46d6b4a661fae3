namespace MetricPlugins.Datasets;

/// <summary>The folder of a published dataset.</summary>
/// <param name="Dataset">Its name, for messages.</param>
/// <param name="Path">Where the files are.</param>
internal sealed record DataRoot(string Dataset, string Path)
{
    /// <summary>What helps against files that are missing or damaged.</summary>
    public string Fix => FixOf(Dataset);

    /// <summary>The named folder, or that folder of the publisher's in it, which holds one of the files a dataset is known by.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="context">What the user named.</param>
    /// <param name="publishedAs">The publisher's name for the folder.</param>
    /// <param name="knownBy">Files or folders, any of which tells that this is it.</param>
    /// <exception cref="InvalidInputException">No folder was named, or none of these is there.</exception>
    public static DataRoot Find(string dataset, DatasetContext context, string publishedAs, params string[] knownBy)
    {
        if (context.DataFolder is not { } named)
            throw new InvalidInputException($"{dataset} reads its files from a folder, and none was named. Name it: --data FOLDER, or for a study --data {dataset}=FOLDER. {FixOf(dataset)}");
        if (!Directory.Exists(named))
            throw new InvalidInputException($"{dataset} reads its files from a folder; {named} is none. Name the right one: --data FOLDER, or for a study --data {dataset}=FOLDER. {FixOf(dataset)}");
        var found = new[] { named, System.IO.Path.Combine(named, publishedAs) }.FirstOrDefault(folder => knownBy.Any(file => System.IO.Path.Exists(System.IO.Path.Combine(folder, file))));
        return found is not null
            ? new DataRoot(dataset, found)
            : throw new InvalidInputException($"{dataset} is known by {string.Join(" or ", knownBy)}, in the folder named or in its {publishedAs}; {named} holds none of it. Name another: --data FOLDER. {FixOf(dataset)}");
    }

    /// <summary>The path of a file below this folder.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>The path of a file that has to be there.</summary>
    /// <exception cref="InvalidInputException">It is not.</exception>
    public string Require(string file) =>
        File.Exists(this[file]) ? this[file] : throw Refused($"{Path} has no {file}.");

    /// <summary>What is wrong with the files, with what helps.</summary>
    public InvalidInputException Refused(string problem) => new($"{Dataset}: {problem} {Fix}");

    private static string FixOf(string dataset) => $"To get its files: metric data get {dataset}";
}
