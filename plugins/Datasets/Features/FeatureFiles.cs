namespace MetricPlugins.Datasets.Features;

/// <summary>The tables at the user's path: one with both splits, or one per split.</summary>
/// <param name="All">Both splits, or the train split.</param>
/// <param name="Test">The test split, if it has its own table.</param>
internal sealed record FeatureFiles(FeatureTable All, FeatureTable? Test)
{
    private const string Layouts = "features reads a .parquet, .csv, .tsv, .json, .jsonl, .ndjson or .npz file, or a folder with one, with train.* and test.*, or with .npy files";

    /// <summary>Finds the tables.</summary>
    /// <exception cref="InvalidInputException">No path was named, or it has no table or several.</exception>
    public static FeatureFiles Find(DatasetContext context)
    {
        if (context.DataFolder is not { } named)
            throw new InvalidInputException($"{Layouts}, and none was named. Name it: --data PATH, or for a study --data features=PATH.");
        if (File.Exists(named))
        {
            return NpyTable.IsArray(named)
                ? throw new InvalidInputException($"{Layouts}; {named} is a single array. Put its labels next to it in another .npy file, such as label.npy, and name the folder.")
                : new FeatureFiles(Table(named) ?? throw new InvalidInputException($"{Layouts}; {named} is another kind of file."), null);
        }

        if (!Directory.Exists(named))
            throw new InvalidInputException($"{Layouts}; {named} does not exist.");
        var tables = Directory.GetFileSystemEntries(named).Order(StringComparer.Ordinal).Where(IsTable).ToList();
        var (train, test) = (Split(tables, "train"), Split(tables, "test"));
        if (train is not null && test is not null)
            return new FeatureFiles(Table(train)!, Table(test)!);
        if (train is not null || test is not null)
            throw new InvalidInputException($"{Layouts}; {named} has {Path.GetFileName(train ?? test)} and no file for the other split. Add it, or name the file itself to have it split at random.");

        var files = tables.Where(File.Exists).ToList();
        return (files, NpyTable.OfFolder(named) is { Arrays.Count: > 0 } arrays) switch
        {
            ([var only], false) => new FeatureFiles(Table(only)!, null),
            ([], true) => new FeatureFiles(NpyTable.OfFolder(named), null),
            _ => throw new InvalidInputException($"{Layouts}; {named} has {(files.Count == 0 ? "none of these" : "several: " + string.Join(", ", files.Select(Path.GetFileName)))}. Name the file itself: --data FILE."),
        };
    }

    private static string? Split(List<string> tables, string split) => tables.Find(table => Path.GetFileNameWithoutExtension(table) == split);

    private static bool IsTable(string path) => DuckDbTable.Reads(path) || path.EndsWith(".npz", StringComparison.Ordinal)
        || (Directory.Exists(path) && Directory.GetFiles(path).Any(NpyTable.IsArray));

    private static FeatureTable? Table(string path) =>
        Directory.Exists(path) ? NpyTable.OfFolder(path)
        : DuckDbTable.Reads(path) ? new DuckDbTable(path)
        : path.EndsWith(".npz", StringComparison.Ordinal) ? NpyTable.OfArchive(path)
        : null;
}
