using System.ComponentModel.DataAnnotations;
using MetricPlugins;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

/// <summary>Raises similarities within a class and lowers those across classes, more strongly the further each is from its target.</summary>
/// <remarks>A term is an anchor with a positive and a negative: log(1 + Σₙ exp(γ αₙ (sₙ − m)) · Σₚ exp(−γ αₚ (sₚ − 1 + m))), with cosine
/// similarities s and weights αₙ = [sₙ + m]₊ and αₚ = [1 + m − sₚ]₊; active while its value is above 0. Sun et al., "Circle loss: a
/// unified perspective of pair similarity optimization" (CVPR 2020), eq. 8, averaged over anchors. The
/// weights are differentiated too; the paper treats them as constants.</remarks>
/// <param name="options">Settings.</param>
[Plugin("circle", Summary = "Pulls each similarity to its target, more strongly the further away it is.")]
public sealed class Circle(Circle.Options options) : PairLoss
{
    /// <summary>Settings of <see cref="Circle"/>.</summary>
    /// <param name="Margin">m: tolerated distance of a similarity from its target, which is 1 within a class and 0 across classes.</param>
    /// <param name="Gamma">γ: scale factor on the similarities.</param>
    public sealed record Options([Range(0.0, 1.0)] double Margin = 0.4, [Range(1.0, 1024.0)] double Gamma = 80);

    /// <inheritdoc/>
    public override LossResult Compute(Batch batch)
    {
        var (positives, negatives) = Pairwise.Masks(batch);
        var similarity = functional.normalize(batch.Embeddings).mm(functional.normalize(batch.References).t());
        var pull = functional.relu(1 + options.Margin - similarity) * (1 - options.Margin - similarity);
        var push = functional.relu(similarity + options.Margin) * (similarity - options.Margin);
        var values = functional.softplus(LogSumExp(push, negatives) + LogSumExp(pull, positives));
        return LossResult.Of(values, positives.any(1).logical_and(negatives.any(1)), TermAverage.All);
    }

    // A large negative number instead of minus infinity: the gradient of a row without any pairs stays finite.
    private Tensor LogSumExp(Tensor exponents, Tensor mask) => (options.Gamma * exponents).masked_fill(mask.logical_not(), -1e9).logsumexp(1);
}
