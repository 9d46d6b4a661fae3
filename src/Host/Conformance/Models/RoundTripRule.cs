using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Models;

internal sealed class RoundTripRule() : ModelRule("round_trip", "What is saved and loaded into a new one gives the same embeddings.")
{
    protected override string Tried => "saved, and loaded into a model of another seed";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        place = null;
        using var _ = no_grad();
        using var file = new MemoryStream();
        model.save(file);
        using var stored = new MemoryStream(file.ToArray());
        using var other = probe.Create(seed: 1);
        other.load(stored);
        model.eval();
        other.eval();

        // Of its own features: a backbone is saved, too.
        return ModelProbe.Difference(model.Embed(features), other.Embed(probe.Features(other))) is { } difference
            ? $"embeddings are {difference}: something is neither a registered parameter nor a buffer"
            : null;
    }
}
