namespace MetricPlugins.Losses;

/// <summary>log(1 + eˣ): what the cross-entropy of one right logit against others is, x the others' log-sum-exp less the right
/// one. Unlike a logarithm of a softmax it keeps all digits where the loss is small.</summary>
internal static class SoftHinge
{
    // Beyond its threshold softplus answers x. The default of 20 is felt in the ninth digit; e⁵⁰ is no trouble in float32.
    public static Tensor Of(Tensor x) => functional.softplus(x, threshold: 50);
}
