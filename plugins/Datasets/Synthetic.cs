namespace MetricPlugins.Datasets;

/// <summary>Generated Gaussian classes with label noise and outliers.</summary>
/// <remarks>Zeng, "Comparing Contrastive and Triplet Loss in Audio-Visual Embedding: Intra-Class Variance and Greediness
/// Analysis" (2025), §3.1. Class c: x = μ_c + noise·L_c z with μ_c = center_scale·q_c, L_c L_cᵀ = A_c A_cᵀ + 10⁻³ I, and q_c, A_c, z
/// standard normal. Then a share of the labels is redrawn uniformly from all classes, and outliers N(0, outlier_scale² I) with
/// label −1 are added. The test split is a random share of each label's samples, the same for all labels.</remarks>
/// <param name="options">Settings.</param>
[Plugin("synthetic", Summary = "Generated Gaussian classes with label noise and outliers; needs no files.")]
public sealed class Synthetic(Synthetic.Options options) : Dataset
{
    /// <summary>Settings of <see cref="Synthetic"/>.</summary>
    /// <param name="Dimensions">Number of columns of a sample.</param>
    /// <param name="Classes">Number of classes.</param>
    /// <param name="SamplesPerClass">Samples of each class, train and test together, before label noise.</param>
    /// <param name="CenterScale">Standard deviation of the class centres in each dimension.</param>
    /// <param name="Noise">Factor on the within-class standard deviation.</param>
    /// <param name="LabelNoise">Probability that a label is redrawn uniformly from all classes.</param>
    /// <param name="OutlierShare">Number of outliers as a share of the other samples, rounded down.</param>
    /// <param name="OutlierScale">Standard deviation of the outliers in each dimension.</param>
    /// <param name="TestShare">Share of each label's samples in the test split.</param>
    /// <param name="DataSeed">Seed of the whole dataset, independent of the run's seed.</param>
    public sealed record Options(
        [Range(1, 65536)] int Dimensions = 128,
        [Range(2, 100000)] int Classes = 10,
        [Range(2, 1000000)] int SamplesPerClass = 200,
        [Range(0.0, 1e6)] double CenterScale = 5,
        [Range(0.0, 1e6)] double Noise = 1.4,
        [Range(0.0, 1.0)] double LabelNoise = 0.1,
        [Range(0.0, 10.0)] double OutlierShare = 0.05,
        [Range(0.0, 1e6)] double OutlierScale = 15,
        [Range(0.01, 0.99)] double TestShare = 0.2,
        [Range(0, int.MaxValue)] int DataSeed = 0);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; } =
        [.. Enumerable.Range(0, options.Classes).Select(c => $"class-{c}")];

    /// <inheritdoc/>
    public override Samples Load(Split split)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)options.DataSeed, CPU);
        var (inputs, labels) = Draw(generator);
        var rows = tensor(StratifiedSplit.Rows(split, labels.data<long>().ToArray(), options.TestShare, generator));
        return new Samples(
            inputs.index_select(0, rows).MoveToOuterDisposeScope(), labels.index_select(0, rows).MoveToOuterDisposeScope());
    }

    private (Tensor Inputs, Tensor Labels) Draw(Generator generator)
    {
        var clean = options.Classes * options.SamplesPerClass;
        var outliers = (int)Math.Floor(clean * options.OutlierShare);
        var inputs = Enumerable.Range(0, options.Classes).Select(_ => DrawClass(generator)).ToList();
        inputs.Add(Normal(outliers, generator) * options.OutlierScale);

        var labels = arange(options.Classes, dtype: ScalarType.Int64).repeat_interleave(options.SamplesPerClass);
        var redrawn = rand(clean, dtype: ScalarType.Float64, generator: generator).lt(options.LabelNoise);
        var others = randint(0, options.Classes, new long[] { clean }, dtype: ScalarType.Int64, generator: generator);
        return (
            cat(inputs).to(ScalarType.Float32),
            cat([where(redrawn, others, labels), full(outliers, -1L, dtype: ScalarType.Int64)]));
    }

    private Tensor DrawClass(Generator generator)
    {
        using var scope = NewDisposeScope();
        var center = Normal(1, generator) * options.CenterScale;
        var mixing = Normal(options.Dimensions, generator);
        var covariance = mixing.mm(mixing.t()) + 1e-3 * eye(options.Dimensions, dtype: ScalarType.Float64);
        var samples = center + options.Noise * Normal(options.SamplesPerClass, generator).mm(linalg.cholesky(covariance).t());
        return samples.MoveToOuterDisposeScope();
    }

    private Tensor Normal(long rows, Generator generator) =>
        randn(rows, options.Dimensions, dtype: ScalarType.Float64, generator: generator);
}
