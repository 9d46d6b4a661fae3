using System.ComponentModel.DataAnnotations;
using MetricPlugins;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

/// <summary>Pulls similarities within a class up and those across classes down, the harder the farther each is from its goal.</summary>
/// <remarks>A term is an anchor with a positive and a negative: log(1 + Σₙ exp(γ αₙ (sₙ − m)) · Σₚ exp(−γ αₚ (sₚ − 1 + m))), of cosine
/// similarities s with the weights αₙ = [sₙ + m]₊ and αₚ = [1 + m − sₚ]₊; active while its value is above 0. Sun et al., "Circle loss: a
/// unified perspective of pair similarity optimization" (CVPR 2020), eq. 8, averaged over anchors. The
/// gradient is the value's own; the paper trains with the weights held fast.</remarks>
/// <param name="options">Settings.</param>
[Plugin("circle", Summary = "Pulls similarities to their goals, the harder the farther each is from its own.")]
public sealed class Circle(Circle.Options options) : PairLoss
{
    /// <summary>Settings of <see cref="Circle"/>.</summary>
    /// <param name="Margin">m: how far from its goal a similarity may stay, 1 within a class and 0 across.</param>
    /// <param name="Gamma">γ: scale of the similarities.</param>
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

    // Not minus infinity: a row without any would have no finite gradient.
    private Tensor LogSumExp(Tensor exponents, Tensor mask) => (options.Gamma * exponents).masked_fill(mask.logical_not(), -1e9).logsumexp(1);
}
