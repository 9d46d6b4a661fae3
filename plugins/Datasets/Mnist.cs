namespace MetricPlugins.Datasets;

/// <summary>Handwritten digits: 60,000 train and 10,000 test grey images of 28×28.</summary>
/// <remarks>LeCun, Cortes and Burges, "The MNIST database of handwritten digits" (1998). The original site no longer serves the files;
/// the sources are the copy that torchvision downloads.</remarks>
/// <param name="context">Names the folder with the four IDX files, gzipped or not.</param>
[Plugin("mnist", Summary = "Handwritten digits, 60,000/10,000 grey images of 28×28; needs its four IDX files.")]
[DataSource("https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz", Bytes = 9_912_422, Md5 = "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    Sha256 = "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609")]
[DataSource("https://ossci-datasets.s3.amazonaws.com/mnist/train-labels-idx1-ubyte.gz", Bytes = 28_881, Md5 = "d53e105ee54ea40749a09fcbcd1e9432",
    Sha256 = "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c")]
[DataSource("https://ossci-datasets.s3.amazonaws.com/mnist/t10k-images-idx3-ubyte.gz", Bytes = 1_648_877, Md5 = "9fb629c4189551a2d022fa330f9573f3",
    Sha256 = "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6")]
[DataSource("https://ossci-datasets.s3.amazonaws.com/mnist/t10k-labels-idx1-ubyte.gz", Bytes = 4_542, Md5 = "ec29112dd5afa0611ce80d1b7f02629c",
    Sha256 = "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")]
public sealed class Mnist(DatasetContext context) : IdxDataset("mnist", context)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
}
