using System.Text.Json.Nodes;
using MetricPlugins.Models;

namespace MetricPlugins.Tests.Models;

public sealed class VisionTransformerTests : IDisposable
{
    private const int Size = 16, Layers = 2, Heads = 4, Patch = 4, Side = 8, Projection = 6;

    private readonly TemporaryFolder folder = new();
    private readonly torch.Tensor images = torch.tensor(Enumerable.Range(0, 2 * 3 * Side * Side).Select(i => i * 7919 % 256 / 255f).ToArray()).reshape(2, 3, Side, Side);

    public void Dispose()
    {
        images.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("quick_gelu", false)]
    [InlineData("gelu", false)]
    [InlineData("quick_gelu", true)]
    public void Clip_is_what_its_paper_says(string activation, bool half)
    {
        Clip(activation, half);
        foreach (var output in Enum.GetValues<ClipVitB32.Features>())
        {
            using var model = new ClipVitB32(new(folder.Path, output));
            var plain = Plain(activation, 1e-5, (transformer, pixels) =>
                transformer.Clip(pixels, Layers) is var pooled && output == ClipVitB32.Features.Projected ? transformer.Linear(pooled, "visual_projection.weight", Projection) : pooled);
            AssertNear(plain, model);
        }
    }

    [Theory]
    [InlineData("vit.", true, "gelu")]
    [InlineData("", true, "gelu")]
    [InlineData("vit.", false, "gelu")]
    [InlineData("", false, "quick_gelu")]
    public void Vit_is_what_its_paper_says(string prefix, bool bias, string activation)
    {
        RandomWeights.Vit(folder.Path, prefix, Size, Layers, Heads, Patch, Side, activation, bias, spread: 0.3);
        using var model = new VitB32(new(folder.Path));
        AssertNear(Plain(activation, 1e-12, (transformer, pixels) => transformer.Vit(pixels, Layers, prefix, bias)), model);
    }

    [Fact]
    public void The_activations_are_told_apart()
    {
        Clip("gelu");
        var (gelu, quick) = (Plain("gelu", 1e-5, (t, pixels) => t.Clip(pixels, Layers)), Plain("quick_gelu", 1e-5, (t, pixels) => t.Clip(pixels, Layers)));
        Assert.True(gelu.Zip(quick, (a, b) => Math.Abs(a - b)).Max() > 1e-3);
    }

    [Theory]
    [InlineData(ClipVitB32.Features.Pooled, Size)]
    [InlineData(ClipVitB32.Features.Projected, Projection)]
    public void The_head_of_clip_is_that_of_its_paper(ClipVitB32.Features output, int features)
    {
        Clip();
        using var scope = torch.NewDisposeScope();
        using var model = new ClipVitB32(new(folder.Path, output));
        var p = Trained(model);
        Assert.Equal([[512, features], [512], [128, 512], [128]], p.Select(x => x.shape));

        // Linear, tanh, linear: dropout is only seen in training.
        model.eval();
        var x = torch.randn(5, features);
        var expected = torch.nn.functional.normalize(torch.tanh(x.mm(p[0].t()) + p[1]).mm(p[2].t()) + p[3]);
        Assert.True(model.Embed(x).allclose(expected, 1e-5, 1e-6));
    }

    [Fact]
    public void In_training_15_percent_of_clips_first_layer_are_dropped()
    {
        Clip();
        using var scope = torch.NewDisposeScope();
        using var model = new ClipVitB32(new(folder.Path, EmbeddingSize: 512));
        var p = Trained(model);
        using (torch.no_grad())
        {
            // What passes the second layer is the dropped-out first one: ones, or nothing.
            p[0].zero_();
            p[1].fill_(100);
            p[2].copy_(torch.eye(512));
            p[3].zero_();
        }

        model.train();
        torch.manual_seed(0);
        var dropped = model.Embed(torch.zeros(200, Size)).eq(0).to(torch.ScalarType.Float32).mean().item<float>();
        Assert.Equal(0.15f, dropped, 0.005f);
        model.eval();
        Assert.Equal(0, model.Embed(torch.zeros(200, Size)).eq(0).sum().item<long>());
    }

    [Fact]
    public void The_head_of_vit_is_one_layer_to_512()
    {
        Vit();
        using var model = new VitB32(new(folder.Path));
        Assert.Equal([[512, Size], [512]], Trained(model).Select(x => x.shape));
        Assert.Equal(512, model.EmbeddingSize);
    }

    [Theory]
    [InlineData("clip")]
    [InlineData("vit")]
    public void Nothing_of_the_backbone_is_trained_and_embeddings_are_unit_rows(string kind)
    {
        using var scope = torch.NewDisposeScope();
        using var model = Model(kind);
        var before = model.Backbone!.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        Assert.NotEmpty(before);
        Assert.All(model.Backbone.parameters(), parameter => Assert.False(parameter.requires_grad));

        model.train();
        var trained = Trained(model);
        using var adam = torch.optim.Adam(trained, 0.1);
        var first = trained[0].clone();
        var embeddings = model.Embed(model.Backbone.call(images));
        embeddings.sum().backward();
        adam.step();
        Assert.False(trained[0].equal(first).all().item<bool>());
        Assert.All(model.Backbone.state_dict(), entry => Assert.True(entry.Value.equal(before[entry.Key]).all().item<bool>(), entry.Key));
        Assert.All(embeddings.norm(1).data<float>().ToArray(), norm => Assert.Equal(1, norm, 1e-5f));
    }

    [Fact]
    public void They_ask_for_the_images_that_they_were_trained_on()
    {
        Clip();
        using (var clip = new ClipVitB32(new(folder.Path)))
            Assert.Equal(new ImageInput(Side, ImageFit.Crop, ImageResampling.Bicubic), clip.ImageInput);
        Vit();
        using var vit = new VitB32(new(folder.Path));
        Assert.Equal(new ImageInput(Side, ImageFit.Stretch, ImageResampling.Bilinear), vit.ImageInput);
    }

    [Fact]
    public void What_decides_the_features_is_among_its_settings()
    {
        Clip();
        string[] said = [Settings(new(folder.Path)), Settings(new(folder.Path, ClipVitB32.Features.Projected)), Settings(new(folder.Path, Hidden: 7, Dropout: 0.5, EmbeddingSize: 9))];
        Assert.NotEqual(said[0], said[1]);
        Assert.Equal(said[0], said[2]);
        Change("vision_config.hidden_act", "gelu");
        Assert.NotEqual(said[0], Settings(new(folder.Path)));

        static string Settings(ClipVitB32.Options options)
        {
            using var model = new ClipVitB32(options);
            return model.BackboneSettings;
        }
    }

    [Theory]
    [InlineData("clip", "vision_model.encoder.layers.1.self_attn.k_proj.bias")]
    [InlineData("clip", "vision_model.post_layernorm.weight")]
    [InlineData("vit", "vit.encoder.layer.0.attention.attention.query.bias")]
    [InlineData("vit", "vit.embeddings.patch_embeddings.projection.bias")]
    public void A_missing_tensor_is_named(string kind, string name)
    {
        Model(kind).Dispose();

        // Another name of as many letters.
        var bytes = File.ReadAllBytes(folder.File("model.safetensors"));
        var at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes($"\"{name}\""));
        bytes[at + name.Length] = (byte)'X';
        File.WriteAllBytes(folder.File("model.safetensors"), bytes);
        var told = Assert.Throws<InvalidInputException>(() => Model(kind, write: false).Dispose());
        Assert.Contains($"no tensor {name}", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_of_another_configuration_is_told_with_its_tensor()
    {
        Clip();
        Change("vision_config.intermediate_size", 4 * Size + 1);
        var told = Assert.Throws<InvalidInputException>(() => new ClipVitB32(new(folder.Path)));
        Assert.Contains($"mlp.fc1.weight should be [{(4 * Size) + 1}, {Size}]", told.Message, StringComparison.Ordinal);
    }

    private EmbeddingModel Model(string kind, bool write = true)
    {
        if (write && kind == "clip")
            Clip();
        else if (write)
            Vit();
        return kind == "clip" ? new ClipVitB32(new(folder.Path)) : new VitB32(new(folder.Path));
    }

    private void Clip(string activation = "quick_gelu", bool half = false) =>
        RandomWeights.Clip(folder.Path, Size, Layers, Heads, Patch, Side, Projection, activation, spread: 0.3, half);

    private void Vit() => RandomWeights.Vit(folder.Path, "vit.", Size, Layers, Heads, Patch, Side, spread: 0.3);

    /// <summary>Sets a number or text of config.json.</summary>
    private void Change(string name, JsonNode value)
    {
        var json = JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!;
        var at = json;
        var names = name.Split('.');
        foreach (var part in names[..^1])
            at = at[part]!;
        at[names[^1]] = value;
        File.WriteAllText(folder.File("config.json"), json.ToJsonString());
    }

    private static TorchSharp.Modules.Parameter[] Trained(EmbeddingModel model) => [.. model.parameters().Where(p => p.requires_grad)];

    private double[] Plain(string activation, double epsilon, Func<PlainTransformer, float[], double[]> features)
    {
        using var file = SafetensorsFile.Open(folder.File("model.safetensors"));
        var transformer = new PlainTransformer(file, Size, Heads, Patch, Side, epsilon, activation == "gelu" ? PlainTransformer.Gelu : PlainTransformer.QuickGelu);
        return [.. images.data<float>().ToArray().Chunk(3 * Side * Side).SelectMany(pixels => features(transformer, pixels))];
    }

    private void AssertNear(double[] expected, EmbeddingModel model)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        model.eval();
        var features = model.Backbone!.call(images);
        Assert.Equal(expected.Length, features.numel());
        Assert.All(features.data<float>().ToArray().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }
}
