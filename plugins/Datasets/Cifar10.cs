using System.Globalization;

namespace MetricPlugins.Datasets;

/// <summary>Ten kinds of animals and vehicles: 50,000 train and 10,000 test images, 32×32 in colour.</summary>
/// <remarks>Krizhevsky, "Learning multiple layers of features from tiny images" (2009). It reads the binary version: records of one label byte
/// and 3 × 32 × 32 pixel bytes, 10,000 in each of six files.</remarks>
/// <param name="context">Names the folder cifar-10-batches-bin or its parent.</param>
/// <param name="options">Settings.</param>
[Plugin("cifar10", Summary = "Animals and vehicles, 50,000/10,000 colour images of 32×32; needs its files (binary version).")]
[DataSource("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", Bytes = 170_052_171, Md5 = "c32a1d4ab5d03f1284b67883e8d87530",
    Sha256 = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")]
public sealed class Cifar10(DatasetContext context, Cifar10.Options options) : Dataset
{
    private const int RecordsPerFile = 10_000;
    private const int PixelBytes = 3 * 32 * 32;
    private const int RecordBytes = 1 + PixelBytes;

    /// <summary>Settings of <see cref="Cifar10"/>.</summary>
    /// <param name="Partial">Accept an incomplete set, for trials: files may be missing or hold fewer records.</param>
    public sealed record Options(bool Partial = false);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <inheritdoc/>
    public override Samples Load(Split split)
    {
        var root = DataRoot.Find("cifar10", context, "cifar-10-batches-bin", FilesOf(Split.Train).Concat(FilesOf(Split.Test)).ToArray());
        var files = FilesOf(split);
        var present = files.Where(file => File.Exists(root[file])).ToList();
        if (present.Count == 0 || (present.Count < files.Count && !options.Partial))
            throw root.Refused($"the {split.ToString().ToLowerInvariant()} split is {string.Join(", ", files)}; {root.Path} lacks {string.Join(", ", files.Except(present))}, with {Count(files.Count - present.Count)} of {Count(files.Count)} images.");

        var records = present.Select(file => Read(root, file)).ToList();
        var pixels = new byte[records.Sum(r => r.Length) / RecordBytes * PixelBytes];
        var labels = new long[pixels.Length / PixelBytes];
        var at = 0;
        foreach (var (file, content) in present.Zip(records))
        {
            for (var start = 0; start < content.Length; start += RecordBytes, at++)
            {
                labels[at] = content[start] < Classes.Count
                    ? content[start]
                    : throw root.Refused($"labels must be 0 to {Classes.Count - 1}; record {start / RecordBytes} of {root[file]} (the first is 0) has {content[start]}.");
                content.AsSpan(start + 1, PixelBytes).CopyTo(pixels.AsSpan(at * PixelBytes));
            }
        }

        return new Samples(tensor(pixels, [labels.Length, 3, 32, 32], ScalarType.Byte), tensor(labels));
    }

    private static IReadOnlyList<string> FilesOf(Split split) =>
        split == Split.Test ? ["test_batch.bin"] : [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];

    private static string Count(int files) => (files * RecordsPerFile).ToString("N0", CultureInfo.InvariantCulture);

    private byte[] Read(DataRoot root, string file)
    {
        const int whole = RecordsPerFile * RecordBytes;
        var length = new FileInfo(root[file]).Length;
        var isUsable = length == whole || (options.Partial && length is > 0 and < whole && length % RecordBytes == 0);
        return isUsable
            ? File.ReadAllBytes(root[file])
            : throw root.Refused($"{root[file]} should have {Count(1)} records of {RecordBytes} bytes, {whole} bytes in all; it has {length} bytes: {length / RecordBytes} records and {length % RecordBytes} bytes.");
    }
}
