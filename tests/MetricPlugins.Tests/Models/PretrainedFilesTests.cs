using MetricPlugins.Models;

namespace MetricPlugins.Tests.Models;

public sealed class PretrainedFilesTests : IDisposable
{
    private const string Published = "openai/clip-vit-base-patch32";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_that_has_both_files_is_taken()
    {
        Put("model.safetensors", "config.json");
        Assert.Equal((folder.File("model.safetensors"), folder.File("config.json")), Find(folder.Path));
    }

    [Fact]
    public void Weights_in_several_files_are_found_by_their_index()
    {
        Put("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json", "config.json");
        Assert.Equal(folder.File("model.safetensors.index.json"), Find(folder.Path).Weights);
        Assert.Equal(folder.File("model.safetensors.index.json"), Find(folder.File("model.safetensors.index.json")).Weights);
    }

    [Fact]
    public void A_file_of_any_name_is_taken_with_the_configuration_beside_it()
    {
        Put("model.safetensors", "other.safetensors", "config.json");
        Assert.Equal((folder.File("other.safetensors"), folder.File("config.json")), Find(folder.File("other.safetensors")));
    }

    [Fact]
    public void In_a_repository_of_the_cache_main_says_which_revision_is_meant()
    {
        Put("snapshots/aaaa/model.safetensors", "snapshots/aaaa/config.json", "snapshots/bbbb/model.safetensors", "snapshots/bbbb/config.json");
        Directory.CreateDirectory(folder.File("refs"));
        File.WriteAllText(folder.File("refs", "main"), "bbbb\n");
        Assert.Equal(folder.File("snapshots", "bbbb", "model.safetensors"), Find(folder.Path).Weights);
    }

    [Fact]
    public void The_only_revision_needs_no_main()
    {
        Put("snapshots/aaaa/model.safetensors", "snapshots/aaaa/config.json");
        Assert.Equal(folder.File("snapshots", "aaaa", "config.json"), Find(folder.Path).Config);
    }

    [Fact]
    public void Files_of_the_cache_are_links_to_its_blobs()
    {
        Put("blobs/1234", "snapshots/aaaa/config.json");
        File.CreateSymbolicLink(folder.File("snapshots", "aaaa", "model.safetensors"), "../../blobs/1234");
        Assert.Equal(folder.File("snapshots", "aaaa", "model.safetensors"), Find(folder.Path).Weights);
    }

    [Fact]
    public void Of_several_revisions_without_main_none_is_guessed()
    {
        Put("snapshots/aaaa/model.safetensors", "snapshots/aaaa/config.json", "snapshots/bbbb/model.safetensors", "snapshots/bbbb/config.json");
        Assert.Contains("has none", Refused(folder.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("snapshots/aaaa/")]
    public void A_pickle_in_place_of_the_weights_is_refused_by_its_name(string below)
    {
        Put(below + "pytorch_model.bin", below + "config.json");
        var told = Refused(folder.Path);
        Assert.Contains("pytorch_model.bin, a pickle", told, StringComparison.Ordinal);
        Assert.Contains($"hf download {Published} config.json model.safetensors", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickle_that_is_named_is_refused_before_anything_of_it_is_read_as_weights()
    {
        File.WriteAllBytes(folder.File("pytorch_model.bin"), [(byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0, 0, 0]);
        File.WriteAllText(folder.File("config.json"), "{}");
        Assert.Contains("pickle", Assert.Throws<InvalidInputException>(() => new ClipVitB32(new(folder.File("pytorch_model.bin")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_configuration_is_told_with_the_way_to_get_it()
    {
        Put("model.safetensors");
        var told = Refused(folder.Path);
        Assert.Contains($"{folder.Path} has none", told, StringComparison.Ordinal);
        Assert.Contains($"hf download {Published} config.json", told, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_folder_has_no_weights() => Assert.Contains($"model.safetensors; {folder.Path} has none", Refused(folder.Path), StringComparison.Ordinal);

    [Fact]
    public void What_is_neither_there_nor_a_repository_is_named() =>
        Assert.Contains($"{folder.File("nowhere")} is none of them", Refused(folder.File("nowhere")), StringComparison.Ordinal);

    private static (string Weights, string Config) Find(string weights) => PretrainedFiles.Find("clip-vit-b32", weights, Published) is var found ? (found.Weights, found.Config) : default;

    private static string Refused(string weights) => Assert.Throws<InvalidInputException>(() => Find(weights)).Message;

    private void Put(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            File.WriteAllText(folder.File(name), "");
        }
    }
}
