namespace MetricPlugins.Datasets.Features;

/// <summary>The table and rows of each split.</summary>
internal sealed class FeatureSplits
{
    private readonly IReadOnlyDictionary<Split, (FeatureTable Table, long[] Rows, long[] Labels)> splits;
    private readonly Dictionary<FeatureTable, int> rows = [];
    private (int Size, string Path)? seen;

    private FeatureSplits(FeatureFiles files, FeatureVectors.Options options)
    {
        FeatureTable[] tables = files.Test is null ? [files.All] : [files.All, files.Test];
        var labels = tables.Select(table => FeatureLabels.Of(table, options.Label)).ToList();
        (Classes, var indices) = FeatureLabels.Index(labels);
        foreach (var (table, count) in tables.Zip(labels.Select(l => l.Count)))
            rows[table] = count;
        if (Classes.Count < 2)
            throw files.All.Refused($"at least two classes are needed; its {indices.Sum(l => l.Length)} rows have {Classes.Count}.");

        splits = Enum.GetValues<Split>().ToDictionary(split => split, split =>
            files.Test is null ? Part(files.All, split, indices[0], options)
            : split == Split.Train ? (files.All, AllRows(indices[0]), indices[0])
            : (files.Test, AllRows(indices[1]), indices[1]));
        if (splits.Values.Any(split => split.Rows.Length == 0))
            throw files.All.Refused($"both splits need rows; train has {splits[Split.Train].Rows.Length}, test {splits[Split.Test].Rows.Length}.");
    }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Reads the labels and splits of the user's files.</summary>
    /// <exception cref="InvalidInputException">Labels or splits cannot be determined.</exception>
    public static FeatureSplits Find(DatasetContext context, FeatureVectors.Options options)
    {
        var files = FeatureFiles.Find(context);
        return files.Test is not null && options.Split.Length > 0
            ? throw new InvalidInputException($"features: split={options.Split} names a column of splits, which is for train and test in one file; here they are two: {files.All.Path} and {files.Test.Path}. Leave it out.")
            : new FeatureSplits(files, options);
    }

    /// <summary>Table, rows and class indices of a split.</summary>
    public (FeatureTable Table, long[] Rows, long[] Labels) Of(Split split) => splits[split];

    /// <summary>Number of labels of a table.</summary>
    public int RowsOf(FeatureTable table) => rows[table];

    /// <summary>Requires vectors of both splits to have one size.</summary>
    /// <exception cref="InvalidInputException">They differ.</exception>
    public void RequireSize(int size, FeatureTable table)
    {
        seen ??= (size, table.Path);
        if (seen.Value.Size != size)
            throw table.Refused($"vectors of both splits must have one size; here it is {size}, in {seen.Value.Path} {seen.Value.Size}.");
    }

    private static (FeatureTable, long[], long[]) Part(FeatureTable table, Split split, long[] labels, FeatureVectors.Options options)
    {
        var chosen = Named(table, options.Split) is { } column ? OfColumn(table, column, split, labels.Length) : Drawn(split, labels, options);
        return (table, chosen, [.. chosen.Select(row => labels[row])]);
    }

    private static FeatureArray? Named(FeatureTable table, string name) =>
        name.Length > 0 || table.Arrays.Any(array => array.Name == "split")
            ? table.Choose("split", name.Length > 0 ? name : "split", [], "train, test or validation per row", ArrayKind.Texts)
            : null;

    private static long[] OfColumn(FeatureTable table, FeatureArray column, Split split, int count)
    {
        var values = table.Texts(column.Name);
        if (values.Length != count)
            throw table.Refused($"every row needs a split and a label; {column.Name} has {values.Length} rows, the labels {count}.");
        var wrong = Array.FindIndex(values, value => value is not ("train" or "test" or "validation"));
        if (wrong >= 0)
            throw table.Refused($"splits must be train, test or validation; row {wrong} of {column.Name} (the first is 0) is \"{values[wrong]}\".");
        return [.. AllRows(values).Where(row => (values[row] == "test") == (split == Split.Test))];
    }

    private static long[] Drawn(Split split, long[] labels, FeatureVectors.Options options)
    {
        using var generator = new Generator((ulong)options.DataSeed, CPU);
        return StratifiedSplit.Rows(split, labels, options.TestShare, generator);
    }

    private static long[] AllRows<T>(T[] values) => [.. Enumerable.Range(0, values.Length).Select(row => (long)row)];
}
