using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Models;

internal sealed class SingleSampleRule() : ModelRule("single_sample", "In evaluation a sample alone has the embedding that it has among others.")
{
    private const double Tolerance = 1e-4;

    protected override string Tried => "each alone and all together";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        place = null;
        using var _ = no_grad();
        model.eval();
        var together = model.Embed(features);
        for (var row = 0; row < ModelProbe.Samples; row++)
        {
            place = $"sample {row}";
            try
            {
                if (ModelProbe.Difference(model.Embed(features.narrow(0, row, 1)), together.narrow(0, row, 1), Tolerance) is { } difference)
                    return $"its embeddings, alone and among others, are {difference}";
            }
            catch (Exception e)
            {
                return Thrown(e);
            }
        }

        place = null;
        return null;
    }
}
