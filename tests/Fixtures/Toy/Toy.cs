using System.Globalization;
using MetricPlugins;

/// <summary>Two classes of two values, in an archive and a list of labels.</summary>
[Plugin("toy", Summary = "Two classes in files that can be got.")]
[DataSource("http://data.invalid/toy.tar.gz")]
[DataSource("http://data.invalid/labels.txt", Bytes = 16, Md5 = "b8767f274ee7969822384cf8661235c8",
    Sha256 = "5848a0f003469527d09ccc5f5d9483bd2f0372a890cc7425f2b6d0f7e5243c72")]
public sealed class Toy(DatasetContext context) : Dataset
{
    public override IReadOnlyList<string> Classes { get; } = ["zero", "one"];

    public override Samples Load(Split split)
    {
        var folder = context.DataFolder ?? throw new InvalidInputException("toy reads a folder. Name it: --data FOLDER.");
        var values = Lines(folder, $"toy/{(split == Split.Train ? "train" : "test")}.txt").SelectMany(line => line.Split(' '))
            .Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        var labels = Lines(folder, "labels.txt").Select(long.Parse).ToArray();
        return values.Length == 2 * labels.Length
            ? new Samples(tensor(values, [labels.Length, 2]), tensor(labels))
            : throw new InvalidInputException($"toy has {labels.Length} samples of two values a split; {folder} holds {values.Length} values.");
    }

    private static string[] Lines(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        return File.Exists(file) ? File.ReadAllLines(file) : throw new InvalidInputException($"toy needs {name}; {folder} does not hold it.");
    }
}
