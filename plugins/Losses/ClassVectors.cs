namespace MetricPlugins.Losses;

/// <summary>Helpers for losses that compare samples with one vector per class. Outliers have no class and are ignored.</summary>
internal static class ClassVectors
{
    /// <summary>[C, D]: random vectors whose directions are uniform on the sphere.</summary>
    public static Tensor Random(LossContext context)
    {
        using var _ = no_grad();
        return randn(context.Classes, context.EmbeddingSize, generator: context.Generator).to(context.Device);
    }

    /// <summary>[B, C]: cosine of each embedding with each class vector.</summary>
    public static Tensor Cosines(Tensor embeddings, Tensor vectors) =>
        functional.normalize(embeddings).mm(functional.normalize(vectors).t());

    /// <summary>[B, 1]: the column of each sample's class; any column for an outlier.</summary>
    public static Tensor Own(Tensor labels) => labels.clamp_min(0).unsqueeze(1);

    /// <summary>[B]: −log softmax of the logit of each sample's class; 0 for an outlier.</summary>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels) =>
        functional.cross_entropy(logits, labels, ignore_index: -1, reduction: Reduction.None);

    /// <summary>The mean of one term per sample; a term is active while the logit of another class is larger than that of the sample's class.</summary>
    public static LossResult Mean(Tensor values, Tensor logits, Tensor labels)
    {
        var constant = logits.detach();
        return LossResult.Of(values, labels.ge(0), constant.amax(1).gt(constant.gather(1, Own(labels)).squeeze(1)));
    }
}
