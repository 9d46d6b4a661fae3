using MetricPlugins.Models;

namespace MetricPlugins.Tests.Models;

public sealed class VisionConfigTests : IDisposable
{
    private static readonly VisionConfig Clip = new(768, 3072, 12, 12, 32, 224, Activation.QuickGelu, 1e-5, 512);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"vision_config": {}}""")]
    [InlineData("""{"model_type": "clip", "vision_config": {"hidden_size": 768, "hidden_act": "quick_gelu", "dropout": 0.0}, "text_config": {"hidden_size": 512}}""")]
    public void What_is_left_out_is_the_default(string json) => Assert.Equal(Clip, Read(json));

    [Theory]
    [InlineData("""{"hidden_size": 8, "num_attention_heads": 2, "intermediate_size": 5, "num_hidden_layers": 3, "patch_size": 4, "image_size": 12, "hidden_act": "gelu", "layer_norm_eps": 1e-6, "projection_dim": 7, "qkv_bias": false}""")]
    [InlineData("""{"projection_dim": 7, "vision_config": {"hidden_size": 8, "num_attention_heads": 2, "intermediate_size": 5, "num_hidden_layers": 3, "patch_size": 4, "image_size": 12, "hidden_act": "gelu", "layer_norm_eps": 1e-6, "projection_dim": 512, "qkv_bias": false}}""")]
    public void What_is_stated_is_read(string json)
    {
        var config = Read(json);
        Assert.Equal(new VisionConfig(8, 5, 3, 2, 4, 12, Activation.Gelu, 1e-6, 7, QueryBias: false), config);
        Assert.Equal(10, config.Tokens);
    }

    [Theory]
    [InlineData("""{"hidden_act": "relu"}""", "gelu or quick_gelu; got relu")]
    [InlineData("""{"hidden_act": null}""", "hidden_act")]
    [InlineData("""{"hidden_size": 770}""", "multiple of num_attention_heads")]
    [InlineData("""{"image_size": 225}""", "image_size a multiple of patch_size")]
    [InlineData("""{"num_hidden_layers": 0}""", "positive")]
    [InlineData("""{"patch_size": -32}""", "positive")]
    [InlineData("""{"num_attention_heads": 0}""", "positive")]
    [InlineData("""{"layer_norm_eps": 0}""", "Epsilon = 0")]
    [InlineData("""{"hidden_size": 768.5}""", "cannot be read")]
    [InlineData("""{"hidden_size": 99999999999}""", "cannot be read")]
    [InlineData("""{"hidden_size": "768"}""", "cannot be read")]
    [InlineData("""{"qkv_bias": 1}""", "cannot be read")]
    [InlineData("""{"vision_config": 3}""", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("{", "cannot be read")]
    [InlineData("", "cannot be read")]
    public void What_cannot_be_is_refused_with_its_file(string json, string named)
    {
        var told = Assert.Throws<InvalidInputException>(() => Read(json));
        Assert.Contains(named, told.Message, StringComparison.Ordinal);
        Assert.Contains(folder.File("config.json"), told.Message, StringComparison.Ordinal);
    }

    private VisionConfig Read(string json)
    {
        File.WriteAllText(folder.File("config.json"), json);
        return VisionConfig.Read(folder.File("config.json"), Clip);
    }
}
