using TorchSharp.Modules;

namespace MetricPlugins.Losses;

/// <summary>Classifies by the angle to a learned direction of each class, with a margin on the own class's angle.</summary>
/// <remarks>A term is a sample of a class y: cross-entropy of scale·logits, logits cos θ_c = cos(z, W_c), the own class's cos(θ_y + m)
/// while θ_y ≤ π − m and cos θ_y − m·sin m beyond; active while another logit is the largest. Deng, Guo, Xue and Zafeiriou,
/// "ArcFace: additive angular margin loss for deep face recognition" (CVPR 2019), eq. 3; beyond π − m as its authors'
/// code has it.</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Size of the weights, and source of their first values.</param>
[Plugin("arcface", Summary = "Classifies by the angle to a learned direction of each class, with a margin on the own class's angle.")]
public sealed class ArcFaceLoss(ArcFaceLoss.Options options, LossContext context) : MetricLoss
{
    private readonly Parameter weights = Parameter(ClassVectors.Random(context));

    /// <summary>Settings of <see cref="ArcFaceLoss"/>.</summary>
    /// <param name="Margin">m, in radians.</param>
    /// <param name="Scale">What cosines are multiplied by before the cross-entropy.</param>
    public sealed record Options([Range(0.0, 3.14)] double Margin = 0.5, [Range(0.01, 1000.0)] double Scale = 64.0);

    /// <inheritdoc/>
    public override LossResult Compute(Batch batch)
    {
        var cosines = ClassVectors.Cosines(batch.Embeddings, weights);
        var own = ClassVectors.Own(batch.Labels);
        var logits = options.Scale * cosines.scatter(1, own, WithMargin(cosines.gather(1, own)));
        return ClassVectors.Mean(ClassVectors.CrossEntropy(logits, batch.Labels), logits, batch.Labels);
    }

    private Tensor WithMargin(Tensor cosine)
    {
        // The floor keeps the root's gradient finite where an embedding has its class's very direction.
        var sine = ((1 - cosine) * (1 + cosine)).clamp_min(1e-12).sqrt();
        var widened = cosine * Math.Cos(options.Margin) - sine * Math.Sin(options.Margin);
        return where(cosine.ge(-Math.Cos(options.Margin)), widened, cosine - options.Margin * Math.Sin(options.Margin));
    }
}
