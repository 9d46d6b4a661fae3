namespace MetricPlugins.Datasets;

/// <summary>Pieces of clothing: 60,000 train and 10,000 test images, 28×28 grey, in MNIST's format.</summary>
/// <remarks>Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning
/// algorithms" (2017).</remarks>
/// <param name="context">Names the folder with the four IDX files, gzipped or not.</param>
[Plugin("fashion-mnist", Summary = "Pieces of clothing, 60,000/10,000 grey images of 28×28; needs its four IDX files.")]
public sealed class FashionMnist(DatasetContext context) : IdxDataset("fashion-mnist", context)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; } =
    [
        "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot",
    ];
}
