namespace MetricPlugins.Losses;

/// <summary>Pulls each sample to the centre of its class and pushes it away from all other centres.</summary>
/// <remarks>A term is a sample of class y: the cross-entropy of cos(z, c_k)/τ over all centres c_k, plus λ_c·(1 − cos(z, c_y)). It is
/// active while another centre is nearer than c_y. Cai, Xiong and Tian, "Center contrastive loss for metric learning"
/// (2023).</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Gives the size of the centre bank and the generator of its initial values.</param>
[Plugin("ccl", Summary = "Pulls each sample to the centre of its class and pushes it away from all other centres.")]
public sealed class CclLoss(CclLoss.Options options, LossContext context) : MetricLoss
{
    // A parameter is trained with the model; a buffer is only saved in checkpoints.
    private readonly Tensor centers = options.Centers == CenterKind.Learned
        ? Parameter(ClassVectors.Random(context))
        : functional.normalize(ClassVectors.Random(context));

    /// <summary>Settings of <see cref="CclLoss"/>.</summary>
    /// <param name="Temperature">τ, temperature of the softmax: the smaller, the more the nearest centres count.</param>
    /// <param name="CenterWeight">λ_c: weight of the pull to the centre of the sample's class.</param>
    /// <param name="Centers">How the centres are updated.</param>
    /// <param name="Momentum">μ: weight of the old centre in the moving average; only for centers=ema.</param>
    public sealed record Options(
        [Range(0.001, 100.0)] double Temperature = 0.07,
        [Range(0.0, 1000.0)] double CenterWeight = 10.0,
        CenterKind Centers = CenterKind.Learned,
        [Range(0.0, 1.0)] double Momentum = 0.9);

    /// <summary>How the centres are updated.</summary>
    public enum CenterKind
    {
        /// <summary>By the optimizer, as parameters of the loss.</summary>
        Learned,

        /// <summary>As moving averages of their classes' embeddings, normalised after each step.</summary>
        Ema,
    }

    /// <inheritdoc/>
    public override LossResult Compute(Batch batch)
    {
        var cosines = ClassVectors.Cosines(batch.Embeddings, centers);
        var pull = 1 - cosines.gather(1, ClassVectors.Own(batch.Labels)).squeeze(1);
        var values = ClassVectors.CrossEntropy(cosines / options.Temperature, batch.Labels) + options.CenterWeight * pull;
        return ClassVectors.Mean(values, cosines, batch.Labels);
    }

    /// <inheritdoc/>
    public override void AfterStep(Batch batch)
    {
        if (options.Centers == CenterKind.Learned)
            return;

        var isMember = batch.Labels.eq(arange(context.Classes, device: batch.Labels.device).unsqueeze(1));
        var counts = isMember.sum(1, true);
        var means = isMember.to(centers.dtype).mm(batch.Embeddings.detach()) / counts.clamp_min(1);
        var moved = functional.normalize(options.Momentum * centers + (1 - options.Momentum) * means);
        centers.copy_(where(counts.gt(0), moved, centers));
    }
}
