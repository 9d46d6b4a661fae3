using static TorchSharp.torch;

namespace MetricPlugins.Host.Conformance.Models;

internal sealed class UnitRowsRule() : ModelRule("unit_rows", "Every embedding has length 1: the head gives no row of zeros.")
{
    private const double Tolerance = 1e-5;

    protected override string Tried => "in training";

    protected override string? Problem(ModelProbe probe, EmbeddingModel model, Tensor features, out string? place)
    {
        var norms = model.Embed(features).to(ScalarType.Float64).norm(1).cpu();
        for (var row = 0; row < norms.shape[0]; row++)
        {
            var norm = norms[row].item<double>();
            if (Math.Abs(norm - 1) <= Tolerance || double.IsNaN(norm))
                continue;
            place = $"sample {row}";
            return $"its embedding has length {norm:G6}";
        }

        place = null;
        return null;
    }
}
