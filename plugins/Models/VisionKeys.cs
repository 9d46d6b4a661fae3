namespace MetricPlugins.Models;

/// <summary>Names of a vision transformer's tensors in a file. A name without a suffix stands for .weight and .bias.</summary>
/// <param name="Prefix">Prefix of all names.</param>
/// <param name="Layers">Prefix of the blocks, before a block's number.</param>
/// <param name="ClassToken">Class token [D].</param>
/// <param name="Positions">Position embeddings [tokens, D].</param>
/// <param name="Patches">Convolution from patches to tokens.</param>
/// <param name="PatchBias">Whether that convolution has a bias.</param>
/// <param name="FirstNorm">Layer norm before the blocks; null for none.</param>
/// <param name="LastNorm">Layer norm after the blocks.</param>
/// <param name="Query">Query projection of a block's attention; like all names below, within a block.</param>
/// <param name="Key">Key projection.</param>
/// <param name="Value">Value projection.</param>
/// <param name="Output">Output projection.</param>
/// <param name="NormBeforeAttention">Layer norm before the attention.</param>
/// <param name="NormBeforeMlp">Layer norm before the MLP.</param>
/// <param name="Widen">The MLP's first layer.</param>
/// <param name="Narrow">The MLP's second layer.</param>
internal sealed record VisionKeys(
    string Prefix, string Layers, string ClassToken, string Positions, string Patches, bool PatchBias, string? FirstNorm, string LastNorm, string Query, string Key, string Value,
    string Output, string NormBeforeAttention, string NormBeforeMlp, string Widen, string Narrow)
{
    /// <summary>CLIP's vision model in Hugging Face's transformers, including its spelling "pre_layrnorm".</summary>
    public static VisionKeys Clip { get; } = new(
        "vision_model.", "encoder.layers.", "embeddings.class_embedding", "embeddings.position_embedding.weight", "embeddings.patch_embedding", false, "pre_layrnorm",
        "post_layernorm", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.out_proj", "layer_norm1", "layer_norm2", "mlp.fc1", "mlp.fc2");

    /// <summary>ViT in Hugging Face's transformers; a model with a classifier has the prefix <c>vit.</c></summary>
    public static VisionKeys Vit { get; } = new(
        "vit.", "encoder.layer.", "embeddings.cls_token", "embeddings.position_embeddings", "embeddings.patch_embeddings.projection", true, null,
        "layernorm", "attention.attention.query", "attention.attention.key", "attention.attention.value", "attention.output.dense", "layernorm_before",
        "layernorm_after", "intermediate.dense", "output.dense");
}
