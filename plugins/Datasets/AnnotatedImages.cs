using System.Globalization;

namespace MetricPlugins.Datasets;

/// <summary>An image listed in a dataset's annotations.</summary>
/// <param name="File">Its path in the dataset's folder, with / between folders.</param>
/// <param name="Label">Index of its class.</param>
/// <param name="Split">Which split it is in.</param>
internal sealed record AnnotatedImage(string File, long Label, Split Split);

/// <summary>A dataset's annotations.</summary>
/// <param name="Root">The folder that contains them.</param>
/// <param name="Classes">Class names.</param>
/// <param name="Images">Images in the order of the annotations.</param>
internal sealed record Annotations(DataRoot Root, IReadOnlyList<string> Classes, IReadOnlyList<AnnotatedImage> Images);

/// <summary>Image files whose classes and split are given by the publisher's annotation files. The files are counted before any is used.</summary>
public abstract class AnnotatedImages : Dataset
{
    private readonly PublishedSize published;
    private readonly bool partial;
    private readonly Lazy<Annotations> annotations;

    private protected AnnotatedImages(PublishedSize published, bool partial)
    {
        (this.published, this.partial) = (published, partial);
        annotations = new(() => partial ? Present(Checked()) : Whole(Checked()));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => annotations.Value.Classes;

    /// <inheritdoc/>
    public override Samples Load(Split split)
    {
        var (root, _, images) = annotations.Value;
        var chosen = images.Where(image => image.Split == split).ToList();
        return chosen.Count > 0
            ? new Samples([.. chosen.Select(image => root[image.File])], tensor(chosen.Select(image => image.Label).ToArray()))
            : throw root.Refused($"{root.Path} has no image of the {Name(split)} split.");
    }

    private protected abstract Annotations Read();

    private Annotations Checked()
    {
        var read = Read();
        return read.Images.FirstOrDefault(image => image.Label < 0 || image.Label >= read.Classes.Count) is { } beyond
            ? throw read.Root.Refused($"it has {read.Classes.Count} classes; {beyond.File} is of class {beyond.Label + 1}.")
            : read;
    }

    private Annotations Whole(Annotations read)
    {
        var (train, test) = (Of(read, Split.Train).Count(), Of(read, Split.Test).Count());
        if (train != published.Train || test != published.Test || read.Classes.Count != published.Classes)
            throw read.Root.Refused(
                $"it has {published}; {read.Root.Path} has {new PublishedSize(train, test, read.Classes.Count)}{ShortClass(read)}. For trials, partial=true accepts an incomplete set.");
        if (Missing(read) is [var first, ..] missing)
            throw read.Root.Refused(
                $"of the images in its annotations, {Tell(missing, Split.Train)} and {Tell(missing, Split.Test)} are not in {read.Root.Path}; the first is {first.File} of class \"{read.Classes[(int)first.Label]}\". For trials, partial=true accepts an incomplete set.");
        return read;
    }

    private static Annotations Present(Annotations read)
    {
        var missing = Missing(read).ToHashSet();
        return read with { Images = [.. read.Images.Where(image => !missing.Contains(image))] };
    }

    private static List<AnnotatedImage> Missing(Annotations read)
    {
        // Lists each folder once instead of testing a hundred thousand files, and no folder outside the root.
        var folders = read.Images.Select(image => image.File.Split('/')[0]).Distinct().Where(folder => folder is not ("" or "." or ".."));
        var present = folders.SelectMany(folder => ImageTree.Names(read.Root[folder]).Select(name => $"{folder}/{name}")).ToHashSet();
        return [.. read.Images.Where(image => !present.Contains(image.File))];
    }

    private string ShortClass(Annotations read)
    {
        foreach (var split in new[] { Split.Train, Split.Test })
        {
            if (published.PerClass(split) is not { } each)
                continue;
            var counts = Of(read, split).CountBy(image => image.Label).ToDictionary();
            var wrong = Enumerable.Range(0, read.Classes.Count).Where(label => counts.GetValueOrDefault(label) != each).ToList();
            if (wrong.Count > 0)
                return $"; {wrong.Count} classes do not have {each} {Name(split)} images each; the first is {read.Classes[wrong[0]]} with {counts.GetValueOrDefault(wrong[0])}";
        }

        return "";
    }

    private string Tell(List<AnnotatedImage> missing, Split split) =>
        string.Create(CultureInfo.InvariantCulture, $"{missing.Count(image => image.Split == split):N0} of {published.Of(split):N0} {Name(split)} images");

    private static IEnumerable<AnnotatedImage> Of(Annotations read, Split split) => read.Images.Where(image => image.Split == split);

    private static string Name(Split split) => split.ToString().ToLowerInvariant();
}
