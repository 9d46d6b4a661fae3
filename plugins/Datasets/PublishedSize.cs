using System.Globalization;

namespace MetricPlugins.Datasets;

/// <summary>Numbers of images and classes of a dataset, as stated by its publisher.</summary>
/// <param name="Train">Number of train images.</param>
/// <param name="Test">Number of test images.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="IsEven">True if all classes have the same number of images.</param>
internal sealed record PublishedSize(int Train, int Test, int Classes, bool IsEven = false)
{
    public int Of(Split split) => split == Split.Train ? Train : Test;

    /// <summary>Images of each class in a split; null if they differ.</summary>
    public int? PerClass(Split split) => IsEven ? Of(split) / Classes : null;

    /// <summary><c>8,144 train and 8,041 test images of 196 classes</c></summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Train:N0} train and {Test:N0} test images of {Classes} classes");
}
