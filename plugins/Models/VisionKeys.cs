namespace MetricPlugins.Models;

/// <summary>How the tensors of a vision transformer are called in a file. A name without an ending has a .weight and a .bias.</summary>
/// <param name="Prefix">Before all of them.</param>
/// <param name="Layers">Of the blocks, before a block's number.</param>
/// <param name="ClassToken">[D].</param>
/// <param name="Positions">[tokens, D].</param>
/// <param name="Patches">Convolution from patches to tokens.</param>
/// <param name="PatchBias">Whether that convolution has a bias.</param>
/// <param name="FirstNorm">Layer norm before the blocks; null where there is none.</param>
/// <param name="LastNorm">Layer norm behind them.</param>
/// <param name="Query">Of a block; so are all that follow.</param>
/// <param name="Key">Of the attention.</param>
/// <param name="Value">Of the attention.</param>
/// <param name="Output">Of the attention.</param>
/// <param name="NormBeforeAttention">A layer norm.</param>
/// <param name="NormBeforeMlp">A layer norm.</param>
/// <param name="Widen">The MLP's first layer.</param>
/// <param name="Narrow">The MLP's second layer.</param>
internal sealed record VisionKeys(
    string Prefix, string Layers, string ClassToken, string Positions, string Patches, bool PatchBias, string? FirstNorm, string LastNorm, string Query, string Key, string Value,
    string Output, string NormBeforeAttention, string NormBeforeMlp, string Widen, string Narrow)
{
    /// <summary>CLIP's vision part in Hugging Face's transformers; "pre_layrnorm" is spelt so there.</summary>
    public static VisionKeys Clip { get; } = new(
        "vision_model.", "encoder.layers.", "embeddings.class_embedding", "embeddings.position_embedding.weight", "embeddings.patch_embedding", false, "pre_layrnorm",
        "post_layernorm", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.out_proj", "layer_norm1", "layer_norm2", "mlp.fc1", "mlp.fc2");

    /// <summary>ViT in Hugging Face's transformers; a model with a classifier on top has the prefix <c>vit.</c></summary>
    public static VisionKeys Vit { get; } = new(
        "vit.", "encoder.layer.", "embeddings.cls_token", "embeddings.position_embeddings", "embeddings.patch_embeddings.projection", true, null,
        "layernorm", "attention.attention.query", "attention.attention.key", "attention.attention.value", "attention.output.dense", "layernorm_before",
        "layernorm_after", "intermediate.dense", "output.dense");
}
