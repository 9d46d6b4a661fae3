using System.Text.Json;
using MetricPlugins.Models;

namespace MetricPlugins.Tests.Models;

/// <summary>A tiny CLIP beside the outputs that transformers gave.</summary>
public class GoldenClipTests
{
    [GoldenTheory]
    [InlineData("pooled", ClipVitB32.Features.Pooled)]
    [InlineData("projected", ClipVitB32.Features.Projected)]
    public void Features_are_the_reference_ones(string name, ClipVitB32.Features output)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Repository.Golden, "clip-tiny.safetensors"), folder.File("model.safetensors"));
        File.Copy(Path.Combine(Repository.Golden, "clip-tiny.config.json"), folder.File("config.json"));
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Golden, "clip-tiny.json")));
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var model = new ClipVitB32(new(folder.Path, output));
        model.eval();

        // The reference starts behind the normalisation, which is part of our backbone.
        var pixels = Read(json.RootElement.GetProperty("pixel_values"));
        var mean = torch.tensor(new[] { 0.48145466f, 0.4578275f, 0.40821073f }).reshape(3, 1, 1);
        var deviation = torch.tensor(new[] { 0.26862954f, 0.26130258f, 0.27577711f }).reshape(3, 1, 1);
        var features = model.Backbone.call((pixels * deviation) + mean);

        var expected = Read(json.RootElement.GetProperty(name));
        Assert.Equal(expected.shape, features.shape);
        Assert.True((features - expected).abs().max().item<float>() < 1e-4f);
    }

    private static torch.Tensor Read(JsonElement json)
    {
        if (json[0].ValueKind == JsonValueKind.Number)
            return torch.tensor(json.EnumerateArray().Select(v => v.GetSingle()).ToArray());
        return torch.stack([.. json.EnumerateArray().Select(Read)]);
    }
}
