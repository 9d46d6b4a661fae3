namespace MetricPlugins.Datasets;

/// <summary>Photographs of 200 bird species: 5,994 train and 5,794 test images of various sizes.</summary>
/// <remarks>Wah, Branson, Welinder, Perona and Belongie, "The Caltech-UCSD Birds-200-2011 dataset" (2011), with the publisher's split.</remarks>
/// <param name="context">Names the folder CUB_200_2011 or its parent.</param>
/// <param name="options">Settings.</param>
[Plugin("cub200", Summary = "Photographs of birds, 5,994/5,794 of 200 species (CUB-200-2011); needs its files.")]
[DataSource("https://data.caltech.edu/records/65de6-vp158/files/CUB_200_2011.tgz", Bytes = 1_150_585_339, Md5 = "97eceeb196236b17998738112f37df78",
    Sha256 = "0c685df5597a8b24909f6a7c9db6d11e008733779a671760afef78feb49bf081")]
public sealed class Cub200(DatasetContext context, Cub200.Options options) : AnnotatedImages(new PublishedSize(5_994, 5_794, 200), options.Partial)
{
    /// <summary>Settings of <see cref="Cub200"/>.</summary>
    /// <param name="Partial">Accept an incomplete set, for trials: use those listed images that exist.</param>
    public sealed record Options(bool Partial = false);

    private protected override Annotations Read()
    {
        var root = DataRoot.Find("cub200", context, "CUB_200_2011", "images.txt", "train_test_split.txt");
        var files = AnnotationLines.ByNumber(root, "images.txt");
        var labels = AnnotationLines.ByNumber(root, "image_class_labels.txt");
        var isTrain = AnnotationLines.ByNumber(root, "train_test_split.txt");
        var classes = AnnotationLines.ByNumber(root, "classes.txt").OrderBy(line => line.Key).ToList();

        var labelOf = classes.Select((line, label) => (number: line.Key.ToString(), label)).ToDictionary(c => c.number, c => (long)c.label);
        return new Annotations(root, [.. classes.Select(line => line.Value)], [.. files.OrderBy(file => file.Key).Select(Image)]);

        AnnotatedImage Image(KeyValuePair<int, string> file)
        {
            if (!labels.TryGetValue(file.Key, out var number) || !labelOf.TryGetValue(number, out var label))
                throw root.Refused($"image {file.Key} of images.txt ({file.Value}) has no class of classes.txt; image_class_labels.txt says {number ?? "nothing"}.");
            return new AnnotatedImage($"images/{file.Value}", label, isTrain.GetValueOrDefault(file.Key) switch
            {
                "1" => Split.Train,
                "0" => Split.Test,
                var other => throw root.Refused($"train_test_split.txt must say 1 (train) or 0 (test) for every image; for image {file.Key} ({file.Value}) it says {other ?? "nothing"}."),
            });
        }
    }
}
