namespace MetricPlugins.Datasets;

/// <summary>Handwritten digits: 60,000 train and 10,000 test images, 28×28 grey.</summary>
/// <remarks>LeCun, Cortes and Burges, "The MNIST database of handwritten digits" (1998).</remarks>
/// <param name="context">Names the folder with the four IDX files, gzipped or not.</param>
[Plugin("mnist", Summary = "Handwritten digits, 60,000/10,000 grey images of 28×28; needs its four IDX files.")]
public sealed class Mnist(DatasetContext context) : IdxDataset("mnist", context)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
}
