namespace MetricPlugins.Datasets;

/// <summary>Your own images: one folder per class, with JPEG, PNG, WebP, GIF or BMP files at any depth.</summary>
/// <remarks>Either <c>train/&lt;class&gt;/…</c> and <c>test/&lt;class&gt;/…</c>, with the same classes in both (other folders are ignored), or
/// <c>&lt;class&gt;/…</c>, where a random share of each class is the test split. Classes are sorted by name, byte by byte.
/// Hidden files and files that are not images are ignored.</remarks>
/// <param name="context">Names the folder.</param>
/// <param name="options">Settings.</param>
[Plugin("image-folder", Summary = "Your own image files, one folder per class: train|test/<class>/*, or <class>/* split at random.")]
public sealed class ImageFolder(DatasetContext context, ImageFolder.Options options) : Dataset
{
    private readonly Lazy<ClassFolders> folders = new(() => ClassFolders.Find(context));

    /// <summary>Settings of <see cref="ImageFolder"/>.</summary>
    /// <param name="TestShare">Share of each class in the test split, without folders train and test.</param>
    /// <param name="DataSeed">Seed of that random split, independent of the run's seed.</param>
    /// <param name="ExifOrientation">Rotate and mirror JPEG and WebP images by their EXIF orientation; otherwise it is ignored, as in
    /// Pillow.</param>
    public sealed record Options(
        [Range(0.01, 0.99)] double TestShare = 0.2, [Range(0, int.MaxValue)] int DataSeed = 0, bool ExifOrientation = false);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => folders.Value.Classes;

    /// <inheritdoc/>
    public override Samples Load(Split split)
    {
        if (folders.Value.HasSplits)
        {
            var (files, labels) = folders.Value.Images(split.ToString().ToLowerInvariant());
            return new Samples(files, tensor(labels)) { ExifOrientation = options.ExifOrientation };
        }

        var (all, allLabels) = folders.Value.Images("");
        RequireBothSplits(allLabels);
        using var generator = new Generator((ulong)options.DataSeed, CPU);
        var rows = StratifiedSplit.Rows(split, allLabels, options.TestShare, generator);
        return new Samples([.. rows.Select(row => all[row])], tensor(rows.Select(row => allLabels[row]).ToArray()))
        {
            ExifOrientation = options.ExifOrientation,
        };
    }

    private void RequireBothSplits(long[] labels)
    {
        foreach (var group in labels.GroupBy(label => label))
        {
            var test = Math.Round(group.Count() * options.TestShare, MidpointRounding.AwayFromZero);
            if (test == 0 || test == group.Count())
                throw new InvalidInputException(
                    $"image-folder: every class needs images in both splits; \"{Classes[(int)group.Key]}\" has {group.Count()}, and with test_share={options.TestShare} {test} of them would be test images. Add images or choose another test_share.");
        }
    }
}
