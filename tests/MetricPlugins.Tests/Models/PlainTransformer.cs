using MetricPlugins.Models;

namespace MetricPlugins.Tests.Models;

/// <summary>A vision transformer by loops over doubles, straight from its papers, on the weights of a file.</summary>
/// <param name="file">Weights.</param>
/// <param name="size">D.</param>
/// <param name="heads">Of the attention.</param>
/// <param name="patch">Pixels of a patch's side.</param>
/// <param name="image">Pixels of an image's side.</param>
/// <param name="epsilon">Of the layer norms.</param>
/// <param name="activation">In the MLPs.</param>
internal sealed class PlainTransformer(SafetensorsFile file, int size, int heads, int patch, int image, double epsilon, Func<double, double> activation)
{
    /// <summary>GELU, the error function by its series.</summary>
    public static double Gelu(double x) => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)));

    /// <summary>CLIP's.</summary>
    public static double QuickGelu(double x) => x / (1 + Math.Exp(-1.702 * x));

    /// <summary>CLIP's pooled output of pixels [channel, row, column], 0 to 1.</summary>
    public double[] Clip(float[] pixels, int layers)
    {
        const string p = "vision_model.";
        var tokens = Tokens(Normalised(pixels, [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]), p + "embeddings.patch_embedding", hasBias: false, p + "embeddings.class_embedding", p + "embeddings.position_embedding.weight");
        tokens = Norm(tokens, p + "pre_layrnorm");
        for (var layer = 0; layer < layers; layer++)
        {
            var block = $"{p}encoder.layers.{layer}.";
            tokens = Block(tokens, block + "layer_norm1", [.. new[] { "q_proj", "k_proj", "v_proj", "out_proj" }.Select(name => $"{block}self_attn.{name}")], true, block + "layer_norm2", block + "mlp.fc1", block + "mlp.fc2");
        }

        return Norm(tokens, p + "post_layernorm")[0];
    }

    /// <summary>ViT's pooled output.</summary>
    public double[] Vit(float[] pixels, int layers, string prefix, bool bias)
    {
        var tokens = Tokens(Normalised(pixels, [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]), prefix + "embeddings.patch_embeddings.projection", hasBias: true, prefix + "embeddings.cls_token", prefix + "embeddings.position_embeddings");
        for (var layer = 0; layer < layers; layer++)
        {
            var block = $"{prefix}encoder.layer.{layer}.";
            tokens = Block(
                tokens, block + "layernorm_before", [.. new[] { "attention.query", "attention.key", "attention.value", "output.dense" }.Select(name => $"{block}attention.{name}")], bias,
                block + "layernorm_after", block + "intermediate.dense", block + "output.dense");
        }

        return Norm(tokens, prefix + "layernorm")[0];
    }

    /// <summary>A row times the transpose of a matrix.</summary>
    public double[] Linear(double[] row, string weight, int columns, string? bias = null)
    {
        var (w, b) = (Values(weight, columns, row.Length), bias is null ? null : Values(bias, columns));
        return [.. Enumerable.Range(0, columns).Select(c => (b is null ? 0 : b[c]) + row.Select((x, i) => x * w[(c * row.Length) + i]).Sum())];
    }

    /// <summary>erf(x) = 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n+1)), with enough terms for |x| below 4.</summary>
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 4)
            return Math.Sign(x);
        var (sum, power) = (x, x);
        for (var n = 1; n < 100; n++)
        {
            power *= -x * x / n;
            sum += power / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private double[] Normalised(float[] pixels, double[] mean, double[] deviation) =>
        [.. pixels.Select((value, i) => (value - mean[i / (image * image)]) / deviation[i / (image * image)])];

    private double[][] Tokens(double[] pixels, string patches, bool hasBias, string classToken, string positions)
    {
        var side = image / patch;
        var position = Values(positions, (side * side) + 1, size);
        double[][] tokens =
        [
            Values(classToken, size),
            .. Enumerable.Range(0, side * side).Select(at =>
            {
                var square = new double[3 * patch * patch];
                for (var i = 0; i < square.Length; i++)
                {
                    var (channel, row, column) = (i / (patch * patch), i / patch % patch, i % patch);
                    square[i] = pixels[(channel * image * image) + (((at / side * patch) + row) * image) + (at % side * patch) + column];
                }

                return Convolve(square, patches, hasBias);
            }),
        ];
        return [.. tokens.Select((token, t) => token.Select((x, i) => x + position[(t * size) + i]).ToArray())];
    }

    private double[] Convolve(double[] square, string name, bool hasBias)
    {
        var (w, b) = (Values(name + ".weight", size, 3, patch, patch), hasBias ? Values(name + ".bias", size) : new double[size]);
        return [.. Enumerable.Range(0, size).Select(c => b[c] + square.Select((x, i) => x * w[(c * square.Length) + i]).Sum())];
    }

    private double[][] Block(double[][] tokens, string firstNorm, string[] attention, bool bias, string secondNorm, string widen, string narrow)
    {
        var read = Norm(tokens, firstNorm);
        var (queries, keys, values) = (Map(read, attention[0], bias), Map(read, attention[1], bias), Map(read, attention[2], bias));
        var width = size / heads;
        var attended = tokens.Select(_ => new double[size]).ToArray();
        for (var head = 0; head < heads; head++)
        {
            for (var t = 0; t < tokens.Length; t++)
            {
                var columns = Enumerable.Range(head * width, width).ToArray();
                var weights = keys.Select(key => Math.Exp(columns.Sum(c => queries[t][c] * key[c]) / Math.Sqrt(width))).ToArray();
                foreach (var c in columns)
                    attended[t][c] = values.Select((value, s) => weights[s] * value[c]).Sum() / weights.Sum();
            }
        }

        tokens = Add(tokens, Map(attended, attention[3], true));
        var wide = Norm(tokens, secondNorm).Select(row => Linear(row, widen + ".weight", 4 * size, widen + ".bias").Select(activation).ToArray());
        return Add(tokens, [.. wide.Select(row => Linear(row, narrow + ".weight", size, narrow + ".bias"))]);
    }

    private double[][] Map(double[][] rows, string name, bool bias) => [.. rows.Select(row => Linear(row, name + ".weight", size, bias ? name + ".bias" : null))];

    private static double[][] Add(double[][] a, double[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (u, v) => u + v).ToArray())];

    private double[][] Norm(double[][] rows, string name)
    {
        var (weight, bias) = (Values(name + ".weight", size), Values(name + ".bias", size));
        return [.. rows.Select(row =>
        {
            var mean = row.Average();
            var variance = row.Average(x => (x - mean) * (x - mean));
            return row.Select((x, i) => ((x - mean) / Math.Sqrt(variance + epsilon) * weight[i]) + bias[i]).ToArray();
        })];
    }

    private double[] Values(string name, params long[] shape)
    {
        using var tensor = file.Read(name, shape);
        return [.. tensor.data<float>().Select(x => (double)x)];
    }
}
