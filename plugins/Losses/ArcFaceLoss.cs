using TorchSharp.Modules;

namespace MetricPlugins.Losses;

/// <summary>Softmax over the angles to learned class directions, with a margin added to the angle of the true class.</summary>
/// <remarks>A term is a sample of class y: the cross-entropy of scale·logits. The logits are cos θ_c = cos(z, W_c), except that of the true
/// class: cos(θ_y + m) for θ_y ≤ π − m, and cos θ_y − m·sin m beyond. A term is active while another logit is larger. Deng, Guo, Xue and Zafeiriou,
/// "ArcFace: additive angular margin loss for deep face recognition" (CVPR 2019), eq. 3; beyond π − m as in the
/// authors' code.</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Gives the size of the weights and the generator of their initial values.</param>
[Plugin("arcface", Summary = "Softmax over the angles to learned class directions, with a margin added to the angle of the true class.")]
public sealed class ArcFaceLoss(ArcFaceLoss.Options options, LossContext context) : MetricLoss
{
    private readonly Parameter weights = Parameter(ClassVectors.Random(context));

    /// <summary>Settings of <see cref="ArcFaceLoss"/>.</summary>
    /// <param name="Margin">m, in radians.</param>
    /// <param name="Scale">Factor on the logits before the cross-entropy.</param>
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
        // The lower bound keeps the square root's gradient finite where an embedding points exactly along its class direction.
        var sine = ((1 - cosine) * (1 + cosine)).clamp_min(1e-12).sqrt();
        var widened = cosine * Math.Cos(options.Margin) - sine * Math.Sin(options.Margin);
        return where(cosine.ge(-Math.Cos(options.Margin)), widened, cosine - options.Margin * Math.Sin(options.Margin));
    }
}
