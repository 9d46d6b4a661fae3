using System.Text.Json;
using System.Text.Json.Nodes;
using MetricPlugins.Models;

namespace MetricPlugins.Tests.Models;

/// <summary>Weights in several files beside an index; what one file promises is in <see cref="SafetensorsFileTests"/>.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const string First = "model-00001-of-00002.safetensors", Second = "model-00002-of-00002.safetensors";

    private readonly TemporaryFolder folder = new();
    private readonly string index;

    public CheckpointTests() => index = folder.File("model.safetensors.index.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Several_files_are_the_same_weights_as_one()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        RandomWeights.Clip(folder.Path);
        var images = torch.rand(2, 3, 32, 32);
        using var whole = new ClipVitB32(new(folder.Path));
        Divide(folder.File("model.safetensors"));
        using var divided = new ClipVitB32(new(folder.Path));
        Assert.False(File.Exists(folder.File("model.safetensors")));
        Assert.Equal(whole.Backbone!.call(images).data<float>().ToArray(), divided.Backbone!.call(images).data<float>().ToArray());
    }

    [Fact]
    public void A_file_that_nothing_is_read_from_need_not_be_there()
    {
        RandomWeights.Write(folder.Path, [("a", [2]), ("b", [3])]);
        Divide(folder.File("model.safetensors"));
        File.Delete(folder.File(Second));
        using var weights = Checkpoint.Open(index);
        using var tensor = weights.Read("a", 2);
        Assert.Equal([2], tensor.shape);
        Assert.Equal(["a", "b"], weights.Names);
        var told = Assert.Throws<InvalidInputException>(() => weights.Read("b", 3)).Message;
        Assert.Contains($"b is in {Second}, which is not in the same folder", told, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_named_with_the_file_that_lacks_it()
    {
        RandomWeights.Write(folder.Path, [("a", [2]), ("b", [3])]);
        Divide(folder.File("model.safetensors"));
        using (var weights = Checkpoint.Open(index))
            Assert.Contains($"{index} has no tensor c", Assert.Throws<InvalidInputException>(() => weights.Read("c", 2)).Message, StringComparison.Ordinal);

        File.WriteAllText(index, $$$"""{"weight_map":{"b":"{{{First}}}"}}""");
        using var wrong = Checkpoint.Open(index);
        Assert.Contains($"{folder.File(First)} has no tensor b", Assert.Throws<InvalidInputException>(() => wrong.Read("b", 3)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../model.safetensors"}}""", "it names ../model.safetensors")]
    [InlineData("""{"weight_map":{"a":"/model.safetensors"}}""", "it names /model.safetensors")]
    [InlineData("""{"weight_map":{"a":null}}""", "it names null")]
    [InlineData("""{"weight_map":{"a":"x","a":"y"}}""", "index")]
    [InlineData("""{"weight_map":{"a":7}}""", "index")]
    [InlineData("""{"weight_map":[]}""", "index")]
    [InlineData("{}", "index")]
    [InlineData("[]", "index")]
    [InlineData("", "index")]
    public void An_index_that_is_none_is_refused(string text, string named)
    {
        File.WriteAllText(index, text);
        var told = Assert.Throws<InvalidInputException>(() => Checkpoint.Open(index)).Message;
        Assert.Contains(named, told, StringComparison.Ordinal);
        Assert.Contains(index, told, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_bytes_of_an_index_never_do_more_than_be_refused()
    {
        RandomWeights.Write(folder.Path, [("a", [2]), ("b", [3])]);
        Divide(folder.File("model.safetensors"));
        var whole = File.ReadAllBytes(index);
        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            byte[] changed = [.. whole.Take(random.Next(4) == 0 ? random.Next(whole.Length) : whole.Length)];
            if (changed.Length > 0)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(index, changed);
            try
            {
                using var weights = Checkpoint.Open(index);
                weights.Read("a", 2).Dispose();
                weights.Read("b", 3).Dispose();
            }
            catch (InvalidInputException)
            {
            }
        }
    }

    /// <summary>Puts the tensors of a safetensors file into two by turns, with an index, and deletes it.</summary>
    private void Divide(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var length = (int)BitConverter.ToUInt64(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject();
        var values = bytes.AsMemory(8 + length);
        var places = new JsonObject();
        foreach (var (file, rest) in new[] { (First, 0), (Second, 1) })
        {
            var (part, data) = (new JsonObject(), new MemoryStream());
            foreach (var (name, tensor) in header.Where((_, at) => at % 2 == rest))
            {
                var (from, to) = ((int)tensor!["data_offsets"]![0]!, (int)tensor["data_offsets"]![1]!);
                part[name] = new JsonObject
                {
                    ["dtype"] = (string?)tensor["dtype"],
                    ["shape"] = tensor["shape"]!.DeepClone(),
                    ["data_offsets"] = new JsonArray(data.Length, data.Length + to - from),
                };
                places[name] = file;
                data.Write(values.Span[from..to]);
            }

            var json = JsonSerializer.SerializeToUtf8Bytes(part);
            File.WriteAllBytes(folder.File(file), [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data.ToArray()]);
        }

        File.WriteAllText(index, new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = values.Length }, ["weight_map"] = places }.ToJsonString());
        File.Delete(path);
    }
}
