namespace MetricPlugins.Datasets;

/// <summary>A folder a class, once, or once for each split.</summary>
internal sealed record ClassFolders(string Root, bool HasSplits, IReadOnlyList<string> Classes)
{
    private const string Layouts = "image-folder reads train/<class>/* and test/<class>/*, or <class>/*, from the folder named by --data";

    /// <summary>What the folder that the user named holds.</summary>
    /// <exception cref="InvalidInputException">No folder was named, or it has no classes, or other ones in train than in test.</exception>
    public static ClassFolders Find(DatasetContext context)
    {
        if (context.DataFolder is not { } root)
            throw new InvalidInputException($"{Layouts}, and none was named. Name it: --data FOLDER, or for a study --data image-folder=FOLDER.");
        if (!Directory.Exists(root))
            throw new InvalidInputException($"{Layouts}; {root} is no folder.");

        var names = ImageTree.Folders(root);
        if (names.Contains("train") && names.Contains("test"))
            return new ClassFolders(root, true, Common(root));

        // Two classes named train and plane are a set; a train split with no other, or a validation split beside it, is half of one.
        if (names is ["train"] or ["test"] or ["train", "val"] or ["train", "valid"] or ["train", "validation"])
            throw new InvalidInputException($"{Layouts}; {root} has only {string.Join(" and ", names)}. Add or rename the other split's folder, or name {Path.Combine(root, names[0])} to have it split at random.");
        return names.Length >= 2
            ? new ClassFolders(root, false, names)
            : throw new InvalidInputException($"{Layouts}; {root} has {names.Length} folders of classes, and two classes are the least.");
    }

    /// <summary>Image files of all classes with their labels, class by class in the order of their names.</summary>
    /// <param name="part"><c>train</c>, <c>test</c>, or nothing where there are no splits.</param>
    /// <exception cref="InvalidInputException">A class has none, or images of other formats.</exception>
    public (string[] Files, long[] Labels) Images(string part)
    {
        var perClass = Classes.Select(name => ImageTree.Files(Path.Combine(Root, part, name))).ToList();
        var empty = Classes.Where((_, c) => perClass[c].Length == 0).ToList();
        if (empty.Count > 0)
            throw new InvalidInputException($"Every class has JPEG, PNG, WebP, GIF or BMP images; of {Classes.Count} folders in {Path.Combine(Root, part)}, {empty.Count} have none, the first {empty[0]}. Add images, or remove the folders.");
        return ([.. perClass.SelectMany(files => files)], [.. perClass.SelectMany((files, c) => Enumerable.Repeat((long)c, files.Length))]);
    }

    private static string[] Common(string root)
    {
        var (train, test) = (ImageTree.Folders(Path.Combine(root, "train")), ImageTree.Folders(Path.Combine(root, "test")));
        if (train.Length == 0 || test.Length == 0)
            throw new InvalidInputException($"{Layouts}; in {root}, train has {train.Length} folders of classes and test {test.Length}.");
        var (trainOnly, testOnly) = (train.Except(test).ToList(), test.Except(train).ToList());
        return trainOnly.Count + testOnly.Count == 0
            ? train
            : throw new InvalidInputException($"Both splits have the same classes; in {root} {Tell("test", trainOnly, train)} and {Tell("train", testOnly, test)}.");
    }

    private static string Tell(string split, List<string> missing, string[] others) =>
        $"{split} lacks {missing.Count} of the other split's {others.Length}{(missing.Count > 0 ? $" (first {missing[0]})" : "")}";
}
