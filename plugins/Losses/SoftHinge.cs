namespace MetricPlugins.Losses;

/// <summary>log(1 + eˣ): the cross-entropy of a target logit, with x the log-sum-exp of the other logits minus the target
/// logit. Unlike log-softmax it keeps full precision where the loss is small.</summary>
internal static class SoftHinge
{
    // Above its threshold softplus returns x. The default of 20 changes the ninth digit; e⁵⁰ fits in float32.
    public static Tensor Of(Tensor x) => functional.softplus(x, threshold: 50);
}
