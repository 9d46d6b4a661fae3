namespace MetricPlugins.Datasets;

/// <summary>Articles of clothing: 60,000 train and 10,000 test grey images of 28×28, in MNIST's format.</summary>
/// <remarks>Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning
/// algorithms" (2017).</remarks>
/// <param name="context">Names the folder with the four IDX files, gzipped or not.</param>
[Plugin("fashion-mnist", Summary = "Articles of clothing, 60,000/10,000 grey images of 28×28; needs its four IDX files.")]
[DataSource("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz", Bytes = 26_421_880, Md5 = "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    Sha256 = "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84")]
[DataSource("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-labels-idx1-ubyte.gz", Bytes = 29_515, Md5 = "25c81989df183df01b3e8a0aad5dffbe",
    Sha256 = "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845")]
[DataSource("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-images-idx3-ubyte.gz", Bytes = 4_422_102, Md5 = "bef4ecab320f06d8554ea6380940ec79",
    Sha256 = "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073")]
[DataSource("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-labels-idx1-ubyte.gz", Bytes = 5_148, Md5 = "bb300cfdad3c16e7a12a480ee83cd310",
    Sha256 = "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")]
public sealed class FashionMnist(DatasetContext context) : IdxDataset("fashion-mnist", context)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; } =
    [
        "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot",
    ];
}
