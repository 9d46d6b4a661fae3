using MetricPlugins.Core;
using MetricPlugins.Datasets;
using MetricPlugins.Host.Images;
using MetricPlugins.Host.Training;
using MetricPlugins.Losses;
using MetricPlugins.Models;
using MetricPlugins.Tests.Host.Images;
using Serilog.Core;

namespace MetricPlugins.Tests.Host;

/// <summary>The features of a frozen backbone as a run of no epochs.</summary>
public sealed class UntrainedRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DatasetCache datasets = new();

    public UntrainedRunTests() => SmallImages.Write(folder.File("images"), classes: 3, each: 20);

    public void Dispose()
    {
        datasets.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Its_embeddings_are_the_features_as_unit_rows_and_its_figures_theirs()
    {
        Run(Config());
        var stored = Embeddings();
        var (test, rows) = (stored.Single(split => split.Split == "test"), Features(Split.Test));
        Assert.Equal(12, rows.Length);
        var unit = rows.Select(row => row.Select(x => x / Math.Sqrt(row.Sum(y => (double)y * y))).ToArray()).ToArray();
        Assert.All(test.Embeddings.Zip(unit.SelectMany(row => row)), pair => Assert.Equal(pair.Second, pair.First, 1e-6));

        // Recall@1 by a plain search for the nearest other row.
        var hits = Enumerable.Range(0, unit.Length).Count(i =>
        {
            var nearest = Enumerable.Range(0, unit.Length).Where(j => j != i).MaxBy(j => unit[i].Zip(unit[j], (x, y) => x * y).Sum());
            return test.Labels[nearest] == test.Labels[i];
        });
        Assert.Equal((double)hits / unit.Length, Metric("recall_at_1", "cos"), 1e-9);

        // Mean over the classes of the mean distance to a class's centroid.
        var spread = Enumerable.Range(0, 3).Average(label =>
        {
            var own = unit.Where((_, i) => test.Labels[i] == label).ToArray();
            var mean = own[0].Select((_, c) => own.Average(row => row[c])).ToArray();
            return own.Average(row => Math.Sqrt(row.Zip(mean, (x, y) => (x - y) * (x - y)).Sum()));
        });
        Assert.Equal(spread, Metric("intra_mean", "euclid"), 1e-5);
    }

    [Fact]
    public void It_is_a_run_without_steps_and_epochs_that_nothing_was_trained_in()
    {
        Run(Config());
        var run = Untrained();
        Assert.Equal([0], TestRuns.Ints(run, RunFiles.Run, "epochs"));
        Assert.Equal(0, TestRuns.Column(run, RunFiles.Epochs, "epoch").Count);
        Assert.Equal(double.NaN, ((Values.Doubles)TestRuns.Column(run, RunFiles.Run, "final_loss")).Item[0]);
        Assert.Equal([32], TestRuns.Ints(run, RunFiles.Run, "embedding_size"));
        Assert.False(File.Exists(Path.Combine(run, RunFiles.Steps)));
        Assert.Equal(RunStatus.Complete, Manifest.ReadRun(run)!.Value.Status);
    }

    [Fact]
    public void One_serves_all_losses_and_seeds()
    {
        Run(Config());
        var written = File.GetLastWriteTimeUtc(Path.Combine(Untrained(), RunFiles.Embeddings));
        Run(OfSeed(1));
        Run(Config() with { Loss = Plugins.Use<TripletLoss>() });
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(Untrained(), RunFiles.Embeddings)));
    }

    [Fact]
    public void Other_weights_in_the_same_place_make_another()
    {
        Run(Config());
        var before = File.ReadAllBytes(Path.Combine(Untrained(), RunFiles.Embeddings));
        RandomWeights.Clip(folder.File("clip"), spread: 0.1);
        Run(Config(weights: false));
        Assert.NotEqual(before, File.ReadAllBytes(Path.Combine(Untrained(), RunFiles.Embeddings)));
    }

    [Fact]
    public void Runs_in_a_row_hold_one_copy_of_the_features_of_the_same_weights()
    {
        var config = Config();
        torch.Tensor Inputs()
        {
            using var model = new ClipVitB32(new(folder.File("clip")));
            using var inputs = ModelInputs.Of(config, datasets.Get(config.Dataset, folder.File("images")), model, datasets, torch.CPU, Logger.None, default);
            return inputs.Train.Inputs;
        }

        var first = Inputs();
        Assert.Same(first, Inputs());
        Assert.Equal(48, first.shape[0]);
        RandomWeights.Clip(folder.File("clip"), spread: 0.1);
        Assert.NotSame(first, Inputs());
        Assert.True(first.IsInvalid);
    }

    [Fact]
    public void Held_out_samples_are_its_validation_split_too()
    {
        Run(Config() with { Training = TestRuns.Training(epochs: 1, batchSize: 8, validation: 0.25) });
        var stored = Embeddings();
        Assert.Equal([("train", 36), ("validation", 12), ("test", 12)], stored.Select(split => (split.Split, split.Labels.Length)));
    }

    [Fact]
    public void What_another_process_is_writing_is_left_to_it()
    {
        Run(Config());
        var run = Untrained();
        File.Delete(Path.Combine(run, RunFiles.Run));
        using (RunFolder.Hold(run))
            Run(OfSeed(1));
        Assert.False(File.Exists(Path.Combine(run, RunFiles.Run)));
        Run(OfSeed(2));
        Assert.True(File.Exists(Path.Combine(run, RunFiles.Run)));
    }

    [Fact]
    public void A_model_without_a_backbone_has_none()
    {
        Run(Config() with { Model = Plugins.Use<ConvNet>() });
        Assert.False(Directory.Exists(folder.File("runs", "test", "image-folder", "convnet", RunFiles.Untrained)));
    }

    private RunConfig OfSeed(long seed)
    {
        var config = Config();
        return config with { Cell = new Cell(config.Cell.Dataset, config.Cell.Model, config.Cell.Loss, seed) };
    }

    private RunConfig Config(bool weights = true) => TestRuns.Config(
        Plugins.Use<ImageFolder>(), folder.File("images"), Plugins.Use<ClipVitB32>($"weights={(weights ? RandomWeights.Clip(folder.File("clip")) : folder.File("clip"))}"),
        Plugins.Use<ContrastiveLoss>(), TestRuns.Training(epochs: 1, batchSize: 8));

    private void Run(RunConfig config)
    {
        var outcome = new RunSession(config, folder.File("runs"), datasets, torch.CPU, Logger.None).Run(_ => { }, fresh: true, default);
        Assert.Equal((RunStatus.Complete, null), (outcome.Status, outcome.Error?.Value));
    }

    private string Untrained() => Assert.Single(Directory.GetDirectories(folder.File("runs", "test", "image-folder", "clip-vit-b32", RunFiles.Untrained), "seed-0", SearchOption.AllDirectories));

    private SplitEmbeddings[] Embeddings() => RunFiles.ReadEmbeddingsAsync(Path.Combine(Untrained(), RunFiles.Embeddings)).GetAwaiter().GetResult().Splits;

    private double Metric(string name, string distance) =>
        AnalysisFiles.ReadMetricsAsync(Path.Combine(Untrained(), AnalysisFiles.Metrics)).GetAwaiter().GetResult().Single(m => m.Split == "test" && m.Name == name && m.Distance == distance).Value!.Value;

    /// <summary>What the backbone gives of each image alone.</summary>
    private float[][] Features(Split split)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var model = new ClipVitB32(new(folder.File("clip")));
        model.eval();
        var images = new ImageSource(datasets.Get(Config().Dataset, folder.File("images")) is var data && split == Split.Test ? data.Test : data.Train, model.ImageInput, BadImages.Stop);
        return [.. Enumerable.Range(0, images.Count).Select(row => model.Backbone.call(images.Read(row, 1).ToTensor().to(torch.ScalarType.Float32) / 255).data<float>().ToArray())];
    }
}
