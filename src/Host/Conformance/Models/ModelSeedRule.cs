using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Models;

internal sealed class ModelSeedRule() : ModelRule("seed", "The same seed makes the same model.")
{
    public override bool IsBasic => true;

    protected override string Tried => "two models of one seed, in evaluation";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        place = null;
        using var _ = no_grad();
        using var other = probe.Create();
        model.eval();
        other.eval();
        return ModelProbe.Difference(model.Embed(features), other.Embed(probe.Features(other))) is { } difference ? $"embeddings are {difference}" : null;
    }
}
