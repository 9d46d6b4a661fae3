namespace MetricPlugins.Losses;

/// <summary>Draws samples to the centre of their class and away from those of all others.</summary>
/// <remarks>A term is a sample of a class y: cross-entropy of cos(z, c_k)/τ over all centres c_k, and λ_c·(1 − cos(z, c_y)); active
/// while another centre is nearer than its own. Cai, Xiong and Tian, "Center contrastive loss for metric learning"
/// (2023).</remarks>
/// <param name="options">Settings.</param>
/// <param name="context">Size of the centre bank, and source of its first values.</param>
[Plugin("ccl", Summary = "Draws samples to the centre of their class and away from those of all others.")]
public sealed class CclLoss(CclLoss.Options options, LossContext context) : MetricLoss
{
    // A parameter trains with the model; a buffer is checkpointed only.
    private readonly Tensor centers = options.Centers == CenterKind.Learned
        ? Parameter(ClassVectors.Random(context))
        : functional.normalize(ClassVectors.Random(context));

    /// <summary>Settings of <see cref="CclLoss"/>.</summary>
    /// <param name="Temperature">τ: the smaller, the more the nearest centres count.</param>
    /// <param name="CenterWeight">λ_c: weight of the pull to the own centre.</param>
    /// <param name="Centers">How the centres move.</param>
    /// <param name="Momentum">μ: share of an averaged centre that a step keeps.</param>
    public sealed record Options(
        [Range(0.001, 100.0)] double Temperature = 0.07,
        [Range(0.0, 1000.0)] double CenterWeight = 10.0,
        CenterKind Centers = CenterKind.Learned,
        [Range(0.0, 1.0)] double Momentum = 0.9);

    /// <summary>How the centres move.</summary>
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
