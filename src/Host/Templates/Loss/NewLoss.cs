using System.ComponentModel.DataAnnotations;
using MetricPlugins;
using TorchSharp;
using static TorchSharp.torch.nn;

/// <summary>Pulls pairs of the same class together; pushes pairs of different classes at least a margin apart.</summary>
/// <remarks>Each pair is a term: the distance d of a positive pair, [m − d]₊ of a negative pair; active while its value is above 0.</remarks>
/// <param name="options">Settings.</param>
[Plugin("new-loss", Summary = "Pulls pairs of the same class together; pushes pairs of different classes a margin apart.")]
public sealed class NewLoss(NewLoss.Options options) : PairLoss
{
    /// <summary>Settings of <see cref="NewLoss"/>.</summary>
    /// <param name="Margin">m: minimum distance of a negative pair (unit embeddings: 0 to 2).</param>
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
