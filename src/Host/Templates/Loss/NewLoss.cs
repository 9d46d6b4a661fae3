using System.ComponentModel.DataAnnotations;
using MetricPlugins;
using TorchSharp;
using static TorchSharp.torch.nn;

/// <summary>Pulls pairs of one class together; pushes other pairs at least a margin apart.</summary>
/// <remarks>A term is a pair: its distance d for a positive, [m − d]₊ for a negative; active while its value is above 0.</remarks>
/// <param name="options">Settings.</param>
[Plugin("new-loss", Summary = "Pulls pairs of one class together; pushes other pairs a margin apart.")]
public sealed class NewLoss(NewLoss.Options options) : PairLoss
{
    /// <summary>Settings of <see cref="NewLoss"/>.</summary>
    /// <param name="Margin">m: least distance between two classes (unit embeddings: 0 to 2).</param>
    public sealed record Options([Range(0.0, 2.0)] double Margin = 1.0);

    /// <inheritdoc/>
    public override LossResult Compute(Batch batch)
    {
        var distances = Pairwise.Euclidean(batch);
        var (positives, negatives) = Pairwise.Masks(batch, unordered: true);
        var values = torch.where(positives, distances, functional.relu(options.Margin - distances));
        return LossResult.Of(values, positives | negatives, TermAverage.All);
    }
}
