using MetricPlugins.Datasets.Matlab;

namespace MetricPlugins.Datasets;

/// <summary>An annotation file of Stanford Cars, in MATLAB's format.</summary>
internal sealed class CarAnnotations(DataRoot root, string file)
{
    private readonly IReadOnlyDictionary<string, MatValue> variables = MatFile.Read(root.Require(file));

    /// <summary>Names of the classes.</summary>
    /// <exception cref="InvalidInputException">The file has no class names.</exception>
    public IReadOnlyList<string> Classes() =>
        Variable("class_names") is MatCells { Cells: var cells } && cells.All(cell => cell is MatText)
            ? [.. cells.Cast<MatText>().Select(cell => cell.Text)]
            : throw root.Refused($"class_names in {root[file]} must be cells of text.");

    /// <summary>The images, in the order of the file.</summary>
    /// <param name="pathField">Field with an image's path.</param>
    /// <param name="folder">Prefix of that path.</param>
    /// <param name="split">The split of all images; null to read it from the field "test" (1: test).</param>
    /// <exception cref="InvalidInputException">A field is missing or of another kind.</exception>
    public IEnumerable<AnnotatedImage> Images(string pathField, string folder, Split? split = null)
    {
        if (Variable("annotations") is not MatStructs { Elements: var elements })
            throw root.Refused($"annotations in {root[file]} must be structures.");

        // Class numbers start at 1, as in MATLAB.
        return elements.Select((fields, i) => new AnnotatedImage(
            folder + (Field(fields, pathField, i) is MatText { Text: var path } ? path : throw Wrong(pathField, "a string", i)),
            Number(fields, "class", i) - 1,
            split ?? (Number(fields, "test", i) == 1 ? Split.Test : Split.Train)));
    }

    private MatValue Variable(string name) =>
        variables.TryGetValue(name, out var value) ? value : throw root.Refused($"{root[file]} has no variable {name}; it has {string.Join(", ", variables.Keys)}.");

    private long Number(IReadOnlyDictionary<string, MatValue> fields, string name, int place) =>
        Field(fields, name, place) is MatNumbers { Values: [var value] } && Math.Floor(value) == value && value is >= 0 and < int.MaxValue
            ? (long)value
            : throw Wrong(name, "one integer", place);

    private MatValue Field(IReadOnlyDictionary<string, MatValue> fields, string name, int place) =>
        fields.TryGetValue(name, out var value)
            ? value
            : throw root.Refused($"annotation {place + 1} of {root[file]} has no field {name}; it has {string.Join(", ", fields.Keys)}.");

    private InvalidInputException Wrong(string name, string what, int place) =>
        root.Refused($"field {name} of annotation {place + 1} of {root[file]} must be {what}.");
}
