using System.Globalization;

namespace MetricPlugins.Datasets;

/// <summary>Images of each split and classes of a dataset, as its publisher states them.</summary>
/// <param name="Train">Train images.</param>
/// <param name="Test">Test images.</param>
/// <param name="Classes">Classes.</param>
/// <param name="IsEven">Whether each class has as many as any other.</param>
internal sealed record PublishedSize(int Train, int Test, int Classes, bool IsEven = false)
{
    public int Of(Split split) => split == Split.Train ? Train : Test;

    /// <summary>Images of each class; null where they differ.</summary>
    public int? PerClass(Split split) => IsEven ? Of(split) / Classes : null;

    /// <summary><c>8,144 train and 8,041 test images of 196 classes</c></summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Train:N0} train and {Test:N0} test images of {Classes} classes");
}
