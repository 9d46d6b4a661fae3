using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Models;

internal sealed class OutputRule() : ModelRule("output", "Embeddings of B samples are [B, EmbeddingSize], finite floating-point numbers.")
{
    public override bool IsBasic => true;

    protected override string Tried => "in training";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        place = null;
        var output = model.Embed(features);
        return !output.shape.SequenceEqual([ModelProbe.Samples, model.EmbeddingSize])
                ? $"embeddings are [{ModelProbe.Samples}, {model.EmbeddingSize}], as EmbeddingSize says; got [{string.Join(", ", output.shape)}]"
            : output.dtype is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64) ? $"embeddings are {output.dtype}"
            : output.isfinite().all().item<bool>() ? null : "an embedding is NaN or infinite";
    }
}
