using System.Runtime.InteropServices;
using System.Text.Json;

namespace MetricPlugins.Tests;

/// <summary>Vision transformers with random weights, as Hugging Face stores them: model.safetensors and config.json in a folder.</summary>
internal static class RandomWeights
{
    /// <summary>CLIP's vision part.</summary>
    public static string Clip(
        string folder, int hidden = 32, int layers = 2, int heads = 4, int patch = 8, int image = 32, int projection = 16, string activation = "quick_gelu", double spread = 0.04, bool half = false)
    {
        Write(folder, ClipTensors(hidden, layers, patch, image, projection), spread, half);
        var vision = new { hidden_size = hidden, intermediate_size = 4 * hidden, num_hidden_layers = layers, num_attention_heads = heads, patch_size = patch, image_size = image, hidden_act = activation, layer_norm_eps = 1e-5 };
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new { model_type = "clip", projection_dim = projection, vision_config = vision }));
        return folder;
    }

    /// <summary>ViT, with a classifier's prefix or without.</summary>
    public static string Vit(
        string folder, string prefix = "vit.", int hidden = 32, int layers = 2, int heads = 4, int patch = 8, int image = 32, string activation = "gelu", bool bias = true, double spread = 0.04)
    {
        Write(folder, VitTensors(prefix, hidden, layers, patch, image).Where(t => bias || !t.Name.Contains("attention.attention", StringComparison.Ordinal) || !t.Name.EndsWith(".bias", StringComparison.Ordinal)), spread);
        var config = new { model_type = "vit", hidden_size = hidden, intermediate_size = 4 * hidden, num_hidden_layers = layers, num_attention_heads = heads, patch_size = patch, image_size = image, hidden_act = activation, layer_norm_eps = 1e-12, qkv_bias = bias };
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(config));
        return folder;
    }

    /// <summary>Writes float32 or float16 tensors; a value of them is normal, around 1 for the weights of norms.</summary>
    public static void Write(string folder, IEnumerable<(string Name, long[] Shape)> tensors, double spread = 0.04, bool half = false)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(0);
        var header = new Dictionary<string, object>();
        var values = new List<float[]>();
        var bytes = half ? 2L : 4L;
        long at = 0;
        foreach (var (name, shape) in tensors)
        {
            var center = name.Contains("norm", StringComparison.Ordinal) || name.Contains("layrnorm", StringComparison.Ordinal) ? name.EndsWith("weight", StringComparison.Ordinal) ? 1f : 0f : 0f;
            values.Add([.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => center + ((float)spread * Normal(random)))]);
            header[name] = new { dtype = half ? "F16" : "F32", shape, data_offsets = new[] { at, at + (values[^1].Length * bytes) } };
            at += values[^1].Length * bytes;
        }

        using var file = File.Create(Path.Combine(folder, "model.safetensors"));
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        file.Write(BitConverter.GetBytes((ulong)json.Length));
        file.Write(json);
        foreach (var tensor in values)
            file.Write(half ? MemoryMarshal.AsBytes<Half>([.. tensor.Select(value => (Half)value)]) : MemoryMarshal.AsBytes<float>(tensor));
    }

    public static IEnumerable<(string Name, long[] Shape)> ClipTensors(int hidden, int layers, int patch, int image, int projection)
    {
        const string p = "vision_model.";
        var tokens = 1 + (image / patch * (image / patch));
        return
        [
            (p + "embeddings.class_embedding", [hidden]), (p + "embeddings.patch_embedding.weight", [hidden, 3, patch, patch]), (p + "embeddings.position_embedding.weight", [tokens, hidden]),
            .. Pair(p + "pre_layrnorm", hidden), .. Pair(p + "post_layernorm", hidden), ("visual_projection.weight", [projection, hidden]),
            .. Enumerable.Range(0, layers).SelectMany(layer => Block($"{p}encoder.layers.{layer}.", hidden,
                ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.out_proj"], ["layer_norm1", "layer_norm2"], "mlp.fc1", "mlp.fc2")),
        ];
    }

    private static IEnumerable<(string Name, long[] Shape)> VitTensors(string p, int hidden, int layers, int patch, int image)
    {
        var tokens = 1 + (image / patch * (image / patch));
        return
        [
            (p + "embeddings.cls_token", [1, 1, hidden]), (p + "embeddings.position_embeddings", [1, tokens, hidden]),
            (p + "embeddings.patch_embeddings.projection.weight", [hidden, 3, patch, patch]), (p + "embeddings.patch_embeddings.projection.bias", [hidden]),
            .. Pair(p + "layernorm", hidden),
            .. Enumerable.Range(0, layers).SelectMany(layer => Block($"{p}encoder.layer.{layer}.", hidden,
                ["attention.attention.query", "attention.attention.key", "attention.attention.value", "attention.output.dense"], ["layernorm_before", "layernorm_after"], "intermediate.dense", "output.dense")),
        ];
    }

    private static IEnumerable<(string Name, long[] Shape)> Block(string prefix, int hidden, string[] square, string[] norms, string widen, string narrow) =>
    [
        .. square.SelectMany(name => new (string, long[])[] { ($"{prefix}{name}.weight", [hidden, hidden]), ($"{prefix}{name}.bias", [hidden]) }),
        .. norms.SelectMany(name => Pair(prefix + name, hidden)),
        ($"{prefix}{widen}.weight", [4 * hidden, hidden]), ($"{prefix}{widen}.bias", [4 * hidden]), ($"{prefix}{narrow}.weight", [hidden, 4 * hidden]), ($"{prefix}{narrow}.bias", [hidden]),
    ];

    private static (string Name, long[] Shape)[] Pair(string name, long size) => [(name + ".weight", [size]), (name + ".bias", [size])];

    private static float Normal(Random random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
