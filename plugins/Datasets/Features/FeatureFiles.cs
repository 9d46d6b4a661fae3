namespace MetricPlugins.Datasets.Features;

/// <summary>The tables that lie where the user said: one with both splits, or one of each.</summary>
/// <param name="All">Both splits, or the train split.</param>
/// <param name="Test">The test split, where it has a table of its own.</param>
internal sealed record FeatureFiles(FeatureTable All, FeatureTable? Test)
{
    private const string Layouts = "features reads a .parquet, .csv, .tsv, .json, .jsonl, .ndjson or .npz file, or a folder with one, with train.* and test.*, or with .npy files";

    /// <summary>Looks at what is there.</summary>
    /// <exception cref="InvalidInputException">Nothing was named, or nothing of that is there, or too much.</exception>
    public static FeatureFiles Find(DatasetContext context)
    {
        if (context.DataFolder is not { } named)
            throw new InvalidInputException($"{Layouts}, and none was named. Name it: --data PATH, or for a study --data features=PATH.");
        if (File.Exists(named))
        {
            return NpyTable.IsArray(named)
                ? throw new InvalidInputException($"{Layouts}; {named} is one array alone. Put its labels beside it in a .npy file of their own, such as label.npy, and name the folder.")
                : new FeatureFiles(Table(named) ?? throw new InvalidInputException($"{Layouts}; {named} is of another kind."), null);
        }

        if (!Directory.Exists(named))
            throw new InvalidInputException($"{Layouts}; there is no {named}.");
        var tables = Directory.GetFileSystemEntries(named).Order(StringComparer.Ordinal).Where(IsTable).ToList();
        var (train, test) = (Split(tables, "train"), Split(tables, "test"));
        if (train is not null && test is not null)
            return new FeatureFiles(Table(train)!, Table(test)!);
        if (train is not null || test is not null)
            throw new InvalidInputException($"{Layouts}; {named} has {Path.GetFileName(train ?? test)} and nothing for the other split. Add it, or name the file itself to have it split at random.");

        var files = tables.Where(File.Exists).ToList();
        return (files, NpyTable.OfFolder(named) is { Arrays.Count: > 0 } arrays) switch
        {
            ([var only], false) => new FeatureFiles(Table(only)!, null),
            ([], true) => new FeatureFiles(NpyTable.OfFolder(named), null),
            _ => throw new InvalidInputException($"{Layouts}; {named} has {(files.Count == 0 ? "nothing of that" : "several: " + string.Join(", ", files.Select(Path.GetFileName)))}. Name the file itself: --data FILE."),
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
