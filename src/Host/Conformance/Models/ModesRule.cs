using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Models;

/// <remarks>With its dropout modules alone in evaluation, a model in training has to give what it gives in evaluation.</remarks>
internal sealed class ModesRule() : ModelRule("modes", "Training differs from evaluation through dropout alone.")
{
    private const double Tolerance = 1e-6;

    protected override string Tried => "in training, dropout modules aside, and in evaluation";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        place = null;
        foreach (var dropout in model.modules().Where(m => m.GetType().Name.Contains("Dropout", StringComparison.Ordinal)))
            dropout.eval();
        var training = model.Embed(features);
        model.eval();
        return ModelProbe.Difference(training, model.Embed(features), Tolerance) is { } difference ? $"embeddings in training and in evaluation are {difference}: only dropout modules may tell the two apart" : null;
    }
}
