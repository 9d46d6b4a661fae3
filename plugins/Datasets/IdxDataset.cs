namespace MetricPlugins.Datasets;

/// <summary>Ten classes of 28×28 grey images in MNIST's four IDX files.</summary>
/// <param name="name">The dataset's name, for messages.</param>
/// <param name="context">Names the folder.</param>
public abstract class IdxDataset(string name, DatasetContext context) : Dataset
{
    private const int Side = 28;

    /// <inheritdoc/>
    public override Samples Load(Split split)
    {
        var (prefix, count) = split == Split.Train ? ("train", 60_000) : ("t10k", 10_000);
        var images = IdxFile.Read(Find($"{prefix}-images-idx3-ubyte"), count, Side, Side);
        var labelFile = Find($"{prefix}-labels-idx1-ubyte");
        var labels = IdxFile.Read(labelFile, count);
        if (labels.Max() >= Classes.Count)
            throw new InvalidInputException($"{name} has labels 0 to {Classes.Count - 1}; {labelFile} has {labels.Max()}. {IdxFile.Fix}");

        return new Samples(
            tensor(images, [count, 1, Side, Side], ScalarType.Byte),
            tensor(labels, [count], ScalarType.Byte).to(ScalarType.Int64, disposeAfter: true));
    }

    private string Find(string file)
    {
        if (context.DataFolder is not { } folder)
            throw new InvalidInputException($"{name} reads its four IDX files from a folder, and none was named. Name it: --data FOLDER, or for a study --data {name}=FOLDER.");
        if (!Directory.Exists(folder))
            throw new InvalidInputException($"{name} reads its four IDX files from a folder; {folder} is not a folder. Name the right one: --data FOLDER, or for a study --data {name}=FOLDER.");
        return new[] { file, file + ".gz" }.Select(f => Path.Combine(folder, f)).FirstOrDefault(File.Exists)
            ?? throw new InvalidInputException($"{name} needs {file} or {file}.gz; {folder} has neither. Put it there, or name another folder: --data FOLDER.");
    }
}
