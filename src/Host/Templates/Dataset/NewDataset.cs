using System.ComponentModel.DataAnnotations;
using MetricPlugins;
using static TorchSharp.torch;

/// <summary>Random points around class centres.</summary>
/// <remarks>Class c: x = μ_c + spread·z with μ_c and z standard normal. Both splits have the same number of samples of every class.</remarks>
/// <param name="options">Settings.</param>
[Plugin("new-dataset", Summary = "Random points around class centres; needs no files.")]
public sealed class NewDataset(NewDataset.Options options) : Dataset
{
    /// <summary>Settings of <see cref="NewDataset"/>.</summary>
    /// <param name="Dimensions">Size of a sample.</param>
    /// <param name="Classes">Number of classes.</param>
    /// <param name="SamplesPerClass">Samples of each class in either split.</param>
    /// <param name="Spread">Standard deviation of a class around its centre, in each dimension.</param>
    /// <param name="DataSeed">Seed of the dataset, independent of the run's seed.</param>
    public sealed record Options(
        [Range(1, 65536)] int Dimensions = 16,
        [Range(2, 100000)] int Classes = 5,
        [Range(1, 1000000)] int SamplesPerClass = 100,
        [Range(0.0, 100.0)] double Spread = 0.5,
        [Range(0, int.MaxValue)] int DataSeed = 0);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range(0, options.Classes).Select(c => $"class-{c}")];

    /// <inheritdoc/>
    public override Samples Load(Split split)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)options.DataSeed, CPU);
        var labels = arange(options.Classes, dtype: ScalarType.Int64).repeat_interleave(options.SamplesPerClass);
        var centers = randn(options.Classes, options.Dimensions, generator: generator);
        var both = randn(2, labels.shape[0], options.Dimensions, generator: generator);
        var inputs = centers.index_select(0, labels) + options.Spread * both.select(0, (long)split);
        return new Samples(inputs.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }
}
