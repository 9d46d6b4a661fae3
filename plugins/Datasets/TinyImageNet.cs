namespace MetricPlugins.Datasets;

/// <summary>200 classes of ImageNet at 64×64: 500 train images and 50 validation images of each. The validation images are the test split here,
/// because the publisher's test images have no labels.</summary>
/// <remarks>Le and Yang, "Tiny ImageNet visual recognition challenge" (2015). Classes are sorted by WordNet id and
/// named by id and first word: <c>n01443537 goldfish</c>.</remarks>
/// <param name="context">Names the folder tiny-imagenet-200 or its parent.</param>
/// <param name="options">Settings.</param>
[Plugin("tiny-imagenet", Summary = "200 classes of ImageNet, 100,000/10,000 colour images of 64×64; needs its files.")]
[DataSource("https://cs231n.stanford.edu/tiny-imagenet-200.zip", Bytes = 248_100_043, Md5 = "90528d7ca1a48142e341f4ef8d21d0de",
    Sha256 = "6198c8ae015e2b3e007c7841da39ec069199b9aa3bfa943a462022fe5e43c821")]
public sealed class TinyImageNet(DatasetContext context, TinyImageNet.Options options)
    : AnnotatedImages(new PublishedSize(100_000, 10_000, 200, IsEven: true), options.Partial)
{
    private const string ValidationImages = "val/images";

    /// <summary>Settings of <see cref="TinyImageNet"/>.</summary>
    /// <param name="Partial">Accept an incomplete set, for trials: use the images that exist.</param>
    public sealed record Options(bool Partial = false);

    private protected override Annotations Read()
    {
        var root = DataRoot.Find("tiny-imagenet", context, "tiny-imagenet-200", "wnids.txt", "val/val_annotations.txt");
        var ids = AnnotationLines.Read(root, "wnids.txt", '\t', 1).Select(line => line[0].Trim()).Order(StringComparer.Ordinal).ToList();
        var labels = ids.Index().ToDictionary(id => id.Item, id => (long)id.Index);
        return new Annotations(root, Names(root, ids), [.. TrainImages(root, labels), .. TestImages(root, labels)]);
    }

    private static List<string> Names(DataRoot root, List<string> ids)
    {
        var words = AnnotationLines.Read(root, "words.txt", '\t', 2).ToDictionary(line => line[0], line => line[1]);
        return [.. ids.Select(id => words.TryGetValue(id, out var all)
            ? $"{id} {all.Split(',')[0]}"
            : throw root.Refused($"words.txt must name every class of wnids.txt; {id} is missing."))];
    }

    private static IEnumerable<AnnotatedImage> TrainImages(DataRoot root, Dictionary<string, long> labels) =>
        from name in ImageTree.Names(root["train"]).Order(StringComparer.Ordinal)
        let parts = name.Split('/')
        where parts is [_, "images", _] && name.EndsWith(".JPEG", StringComparison.Ordinal)
        select new AnnotatedImage($"train/{name}", Label(root, labels, parts[0], name), Split.Train);

    private static IEnumerable<AnnotatedImage> TestImages(DataRoot root, Dictionary<string, long> labels) =>
        from line in AnnotationLines.Read(root, "val/val_annotations.txt", '\t', 3)
        select new AnnotatedImage($"{ValidationImages}/{line[0]}", Label(root, labels, line[1], line[0]), Split.Test);

    private static long Label(DataRoot root, Dictionary<string, long> labels, string id, string image) =>
        labels.TryGetValue(id, out var label) ? label : throw root.Refused($"{image} is of class {id}, which wnids.txt does not have.");
}
