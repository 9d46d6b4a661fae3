using MetricPlugins.Core;
using MetricPlugins.Datasets;
using MetricPlugins.Host.Images;
using MetricPlugins.Host.Training;
using MetricPlugins.Losses;
using MetricPlugins.Models;
using MetricPlugins.Tests.Host.Images;
using Serilog.Core;

namespace MetricPlugins.Tests.Host;

/// <summary>From image files, and images in memory, to what a model reads.</summary>
public sealed class ImageInputsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Grey images in memory, as MNIST's are.</summary>
    [Plugin("greys", Summary = "Grey images in memory.")]
    public sealed class Greys : Dataset
    {
        public override IReadOnlyList<string> Classes => ["a", "b"];

        public override Samples Load(Split split) =>
            new(torch.tensor(Enumerable.Range(0, 20 * 7 * 9).Select(i => (byte)(i % 251)).ToArray()).reshape(20, 1, 7, 9), torch.tensor(Enumerable.Range(0, 20).Select(i => (long)i % 2).ToArray()));
    }

    [Fact]
    public void Colour_grey_and_cmyk_of_one_size_are_read_as_they_are()
    {
        using var datasets = new DatasetCache();
        datasets.Get(Plugins.Use<ImageFolder>(), SmallImages.Write(folder.Path));
        var (train, test) = datasets.Inputs(null, default);
        Assert.Equal([32, 3, 12, 20], train.Inputs.shape);
        Assert.Equal([8, 3, 12, 20], test.Inputs.shape);
        Assert.Equal((32, 8), ((int)train.Labels.shape[0], (int)test.Labels.shape[0]));
    }

    [Fact]
    public void Images_of_several_sizes_are_told_with_the_first_that_differs()
    {
        using var datasets = new DatasetCache();
        SmallImages.Write(folder.Path, each: 5);
        var odd = folder.File("b", "002.jpg");
        File.WriteAllBytes(odd, SmallPng.Write(9, 8, 0, 8, new int[72]));
        datasets.Get(Plugins.Use<ImageFolder>(), folder.Path);
        var told = Assert.Throws<InvalidInputException>(() => datasets.Inputs(null, default));
        Assert.Contains($"{odd} has 9×8 pixels", told.Message, StringComparison.Ordinal);
        Assert.Contains("metric plugins show MODEL", told.Message, StringComparison.Ordinal);

        var (train, test) = datasets.Inputs(new ImageInput(16), default);
        Assert.Equal([16, 3, 16, 16], train.Inputs.shape);
        Assert.Equal([4, 3, 16, 16], test.Inputs.shape);
    }

    [Fact]
    public void So_are_splits_of_different_sizes()
    {
        SmallImages.Write(folder.File("train"), each: 4);
        SmallImages.Write(folder.File("test"), each: 4);
        foreach (var file in Directory.GetFiles(folder.File("test"), "*", SearchOption.AllDirectories))
            File.WriteAllBytes(file, SmallPng.Write(9, 8, 0, 8, new int[72]));
        var before = LiveTensors.Count();
        using (var datasets = new DatasetCache())
        {
            datasets.Get(Plugins.Use<ImageFolder>(), folder.Path);
            var told = Assert.Throws<InvalidInputException>(() => datasets.Inputs(null, default));
            Assert.Contains("train split are [3, 12, 20], those of the test split [3, 8, 9]", told.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, LiveTensors.Count());
        Assert.Contains("test split", Assert.Throws<InvalidInputException>(() => Session(Plugins.Use<ConvNet>(), BadImages.Stop).Rehearse(default)).Message, StringComparison.Ordinal);
        Session(Plugins.Use<ConvNet>("image_size=8"), BadImages.Stop).Rehearse(default);
    }

    [Theory]
    [InlineData("exif_orientation=true", 20, 12)]
    [InlineData("exif_orientation=false", 12, 20)]
    public void Images_stand_upright_where_the_dataset_asks_for_it(string option, int height, int width)
    {
        foreach (var split in new[] { "train", "test" })
        {
            foreach (var name in new[] { "a", "b" })
            {
                Directory.CreateDirectory(folder.File(split, name));
                File.WriteAllBytes(folder.File(split, name, "0.jpg"), SmallFiles.Oriented(6));
            }
        }

        using var datasets = new DatasetCache();
        datasets.Get(Plugins.Use<ImageFolder>(option), folder.Path);
        var (train, test) = datasets.Inputs(null, default);
        Assert.Equal([2, 3, height, width], train.Inputs.shape);
        Assert.Equal([2, 3, height, width], test.Inputs.shape);
    }

    [Fact]
    public void Grey_images_in_memory_become_what_a_model_asks_for()
    {
        using var scope = torch.NewDisposeScope();
        using var datasets = new DatasetCache();
        var data = datasets.Get(Plugins.Use<Greys>(), null);
        var (train, _) = datasets.Inputs(new ImageInput(7), default);
        Assert.Equal([20, 3, 7, 7], train.Inputs.shape);

        // The shorter side is 7 already: the middle seven columns, three times.
        var middle = data.Train.Inputs.narrow(3, 1, 7).expand(-1, 3, -1, -1);
        Assert.True(train.Inputs.equal(middle).all().item<bool>());
    }

    [Fact]
    public void Vectors_are_no_images_for_a_vision_transformer()
    {
        var clip = Plugins.Use<ClipVitB32>($"weights={RandomWeights.Clip(folder.File("clip"))}");
        var config = TestRuns.Config(Plugins.Use<Synthetic>("samples_per_class=20"), null, clip, Plugins.Use<ContrastiveLoss>(), TestRuns.Training(epochs: 1, batchSize: 8));
        using var datasets = new DatasetCache();
        var told = Assert.Throws<InvalidInputException>(() => new RunSession(config, folder.File("runs"), datasets, torch.CPU, Logger.None).Rehearse(default));
        Assert.Contains("clip-vit-b32", told.Message, StringComparison.Ordinal);
        Assert.Contains("reads images", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_left_out_is_in_the_manifest_and_no_such_run_stands_for_one_that_stops(bool backbone)
    {
        SmallImages.Write(folder.File("train"));
        SmallImages.Write(folder.File("test"));
        File.WriteAllText(folder.File("train", "a", "005.jpg"), "no image");
        File.WriteAllText(folder.File("test", "c", "001.jpg"), "");
        var model = backbone ? Plugins.Use<ClipVitB32>($"weights={RandomWeights.Clip(folder.File("clip"))}") : Plugins.Use<ConvNet>();
        var outcome = Session(model, BadImages.Skip).Run(_ => { }, fresh: true, default);
        Assert.Equal((RunStatus.Complete, null), (outcome.Status, outcome.Error?.Value));
        Assert.Equal(2, Manifest.ReadRun(outcome.Folder)!.Value.LeftOut);
        Assert.Equal([39], TestRuns.Ints(outcome.Folder, RunFiles.Run, "train_samples"));
        Assert.Equal([39], TestRuns.Ints(outcome.Folder, RunFiles.Run, "test_samples"));

        // Rows go by their places in the dataset, whatever is left out before them: train lacks its sixth, test its twenty-second.
        var index = TestRuns.Ints(outcome.Folder, RunFiles.Embeddings, "index");
        Assert.Equal([.. Enumerable.Range(0, 40).Where(i => i != 5), .. Enumerable.Range(0, 40).Where(i => i != 21)], index);
        Assert.Equal([.. index.Select(i => i / 10)], TestRuns.Ints(outcome.Folder, RunFiles.Embeddings, "label"));
        Assert.DoesNotContain(21, TestRuns.Ints(outcome.Folder, InputProjection.File, "index"));

        Assert.NotNull(Session(model, BadImages.Skip).Stored());
        var told = Assert.Throws<InvalidInputException>(() => Session(model, BadImages.Stop).Stored());
        Assert.Contains("without 2 broken images", told.Message, StringComparison.Ordinal);
    }

    private RunSession Session(MetricPlugins.Host.Plugins.PluginUse model, BadImages bad) => new(
        TestRuns.Config(Plugins.Use<ImageFolder>(), folder.Path, model, Plugins.Use<ContrastiveLoss>(), TestRuns.Training(epochs: 1, batchSize: 8)),
        folder.File("runs"), new DatasetCache(bad), torch.CPU, Logger.None);
}
