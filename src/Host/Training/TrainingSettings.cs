using System.Text.Json.Nodes;

namespace MetricPlugins.Host.Training;

/// <summary>How long and how fast to train. The defaults are those of Zeng (2025).</summary>
internal sealed record TrainingSettings(int Epochs = 50, int BatchSize = 64, double LearningRate = 1e-3, double WeightDecay = 1e-5)
{
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
        if (problems.Count > 0)
            throw new InvalidInputException(string.Join(Environment.NewLine, problems));
    }

    public JsonObject ToJson() => new()
    {
        ["epochs"] = Epochs,
        ["batch_size"] = BatchSize,
        ["learning_rate"] = LearningRate,
        ["weight_decay"] = WeightDecay,
    };
}
