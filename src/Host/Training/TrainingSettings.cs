using System.Text.Json.Nodes;
using MetricPlugins.Core;

namespace MetricPlugins.Host.Training;

/// <summary>How long, how fast and on what to train. The defaults are those of Zeng (2025).</summary>
/// <param name="Epochs">Passes over what is trained on.</param>
/// <param name="BatchSize">Samples in a step.</param>
/// <param name="LearningRate">Adam's rate.</param>
/// <param name="WeightDecay">Adam's L2 penalty.</param>
/// <param name="Sampler">How batches are put together; by default shuffled.</param>
/// <param name="Validation">Share of each class of the train split that is held out.</param>
/// <param name="VarianceEvery">Epochs between two measurements of the test split's geometry; 0: none.</param>
internal sealed record TrainingSettings(
    int Epochs = 50,
    int BatchSize = 64,
    double LearningRate = 1e-3,
    double WeightDecay = 1e-5,
    Sampler? Sampler = null,
    double Validation = 0,
    int VarianceEvery = 0)
{
    public Sampler Sampler { get; init; } = Sampler ?? Sampler.Shuffle;

    /// <exception cref="InvalidInputException">A setting is out of range; each is named.</exception>
    public void Check()
    {
        var problems = new List<string>();
        if (Epochs < 1)
            problems.Add($"epochs is at least 1; got {Epochs}.");
        if (BatchSize < 2)
            problems.Add($"batch_size is at least 2, since a loss compares samples; got {BatchSize}.");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            problems.Add($"learning_rate is above 0; got {LearningRate}.");
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay)))
            problems.Add($"weight_decay is at least 0; got {WeightDecay}.");
        if (Sampler is Sampler.ClassBalanced { classes: < 2 } or Sampler.ClassBalanced { samples: < 2 })
            problems.Add($"sampler takes at least 2 classes with at least 2 samples each, as in 8x4, so that a batch has pairs of both kinds; got {Sampler}.");
        else if (Sampler.BatchSize is { } size && size != BatchSize)
            problems.Add($"batch_size is {size} with sampler {Sampler}; got {BatchSize}.");
        if (!(Validation is >= 0 and <= 0.5))
            problems.Add($"validation is 0 to 0.5, a share of the train split; got {Validation}.");
        if (VarianceEvery < 0)
            problems.Add($"variance_every is at least 0 (0: never); got {VarianceEvery}.");
        if (problems.Count > 0)
            throw new InvalidInputException(string.Join(Environment.NewLine, problems));
    }

    public JsonObject ToJson() => new()
    {
        ["epochs"] = Epochs,
        ["batch_size"] = BatchSize,
        ["learning_rate"] = LearningRate,
        ["weight_decay"] = WeightDecay,
        ["sampler"] = Sampler.ToString(),
        ["validation"] = Validation,
        ["variance_every"] = VarianceEvery,
    };
}
