namespace MetricPlugins.Datasets;

/// <summary>One folder per class, either once or in each split's folder.</summary>
internal sealed record ClassFolders(string Root, bool HasSplits, IReadOnlyList<string> Classes)
{
    private const string Layouts = "image-folder reads train/<class>/* and test/<class>/*, or <class>/*, from the folder named by --data";

    /// <summary>Reads the layout of the folder that the user named.</summary>
    /// <exception cref="InvalidInputException">No folder was named, it has no classes, or the classes of train and test differ.</exception>
    public static ClassFolders Find(DatasetContext context)
    {
        if (context.DataFolder is not { } root)
            throw new InvalidInputException($"{Layouts}, and none was named. Name it: --data FOLDER, or for a study --data image-folder=FOLDER.");
        if (!Directory.Exists(root))
            throw new InvalidInputException($"{Layouts}; {root} is not a folder.");

        var names = ImageTree.Folders(root);
        if (names.Contains("train") && names.Contains("test"))
            return new ClassFolders(root, true, Common(root));

        // Folders train and plane are two classes; train alone, or with only a validation split, lacks its test split.
        if (names is ["train"] or ["test"] or ["train", "val"] or ["train", "valid"] or ["train", "validation"])
            throw new InvalidInputException($"{Layouts}; {root} has only {string.Join(" and ", names)}. Add or rename the other split's folder, or name {Path.Combine(root, names[0])} to have it split at random.");
        return names.Length >= 2
            ? new ClassFolders(root, false, names)
            : throw new InvalidInputException($"{Layouts}; {root} has {names.Length} class folders; at least two are needed.");
    }

    /// <summary>Image files of all classes with their labels, sorted by class and file name.</summary>
    /// <param name="part"><c>train</c>, <c>test</c>, or empty if there are no split folders.</param>
    /// <exception cref="InvalidInputException">A class has no images, or images of other formats.</exception>
    public (string[] Files, long[] Labels) Images(string part)
    {
        var perClass = Classes.Select(name => ImageTree.Files(Path.Combine(Root, part, name))).ToList();
        var empty = Classes.Where((_, c) => perClass[c].Length == 0).ToList();
        if (empty.Count > 0)
            throw new InvalidInputException($"Every class needs JPEG, PNG, WebP, GIF or BMP images; of {Classes.Count} folders in {Path.Combine(Root, part)}, {empty.Count} have none; the first is {empty[0]}. Add images, or remove the folders.");
        return ([.. perClass.SelectMany(files => files)], [.. perClass.SelectMany((files, c) => Enumerable.Repeat((long)c, files.Length))]);
    }

    private static string[] Common(string root)
    {
        var (train, test) = (ImageTree.Folders(Path.Combine(root, "train")), ImageTree.Folders(Path.Combine(root, "test")));
        if (train.Length == 0 || test.Length == 0)
            throw new InvalidInputException($"{Layouts}; in {root}, train has {train.Length} class folders and test {test.Length}.");
        var (trainOnly, testOnly) = (train.Except(test).ToList(), test.Except(train).ToList());
        return trainOnly.Count + testOnly.Count == 0
            ? train
            : throw new InvalidInputException($"Both splits must have the same classes; in {root} {Tell("test", trainOnly, train)} and {Tell("train", testOnly, test)}.");
    }

    private static string Tell(string split, List<string> missing, string[] others) =>
        $"{split} lacks {missing.Count} of the other split's {others.Length}{(missing.Count > 0 ? $" (first {missing[0]})" : "")}";
}
