using MetricPlugins.Core;
using MetricPlugins.Datasets;
using MetricPlugins.Losses;
using static MetricPlugins.Tests.Host.TestRuns;

namespace MetricPlugins.Tests.Host;

public sealed class RunSessionTests : IDisposable
{
    private readonly TestRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Fact]
    public void A_seed_repeats_a_run_whatever_ran_before_in_the_process()
    {
        var first = runs.Run(Config<TripletLoss>("mining=random"), "first");
        torch.rand(1000).Dispose();
        runs.Run(Config<ContrastiveLoss>("pairs=balanced"), "between");
        var second = runs.Run(Config<TripletLoss>("mining=random"), "second");

        foreach (var file in (string[])[RunFiles.Steps, RunFiles.Epochs, RunFiles.Embeddings, RunFiles.Run])
            Assert.Equal(File.ReadAllBytes(Path.Combine(first.Folder, file)), File.ReadAllBytes(Path.Combine(second.Folder, file)));
    }

    [Theory]
    [InlineData("shuffle", 0, 0)]
    [InlineData("8x4", 0.2, 3)]
    public void A_run_leaves_no_tensor_behind_however_many_epochs_it_has(string sampling, double validation, int varianceEvery)
    {
        var sampler = Sampler.Parse(sampling);
        var training = TestRuns.Training(epochs: 40, batchSize: 32, sampler: sampler, validation: validation, varianceEvery: varianceEvery);
        runs.Run(Config<TripletLoss>("mining=semihard"), "warm");

        var before = LiveTensors.Count();
        var live = new List<long>();
        runs.Run(Config<TripletLoss>("mining=semihard") with { Training = training }, "long", progress =>
        {
            // Measuring reports from several threads; tensors are counted for each thread.
            if (progress.Measuring is null)
                live.Add(LiveTensors.Count());
        });

        Assert.Equal(before, LiveTensors.Count());
        Assert.True(live.Count >= 40);
        Assert.All(live, count => Assert.InRange(count, live[0] - 50, live[0] + 50));
    }

    [Fact]
    public void A_clip_that_no_gradient_reaches_changes_nothing_and_one_below_changes_steps_but_not_the_norms_that_are_told()
    {
        double[] Column(RunResult run, string name) => ((Values.Doubles)TestRuns.Column(run.Folder, RunFiles.Steps, name)).Item;
        RunResult Clipped(double clip) => runs.Run(Config<ArcFaceLoss>() with { Training = Training(epochs: 3, batchSize: 8, gradientClip: clip) }, $"clip-{clip}");

        var (plain, high, low) = (Clipped(0), Clipped(1e9), Clipped(1e-3));
        Assert.Equal(Column(plain, "loss_value"), Column(high, "loss_value"));
        Assert.NotEqual(Column(plain, "loss_value"), Column(low, "loss_value"));
        Assert.Equal(Column(plain, "grad_norm")[0], Column(low, "grad_norm")[0]);
        Assert.All(Column(low, "grad_norm"), norm => Assert.True(norm > 1e-3));
        Assert.Equal(plain.Run.Variant, runs.Run(Config<ArcFaceLoss>() with { Training = Training(epochs: 3, batchSize: 8) }, "plain").Run.Variant);
        Assert.NotEqual(plain.Run.Variant, low.Run.Variant);
    }

    [Fact]
    public void Cancelling_stops_after_the_step()
    {
        using var cancellation = new CancellationTokenSource();
        var outcome = runs.Run(
            Config<ContrastiveLoss>() with { Training = TestRuns.Training(epochs: 1000) }, "stopped",
            progress => { if (progress.Epoch == 2) cancellation.Cancel(); }, cancellation.Token);

        Assert.Equal((RunStatus.Interrupted, 3), (outcome.Status, Manifest.ReadRun(outcome.Folder)!.Value.Epochs));
        Assert.Equal(3, Column(outcome.Folder, RunFiles.Epochs, "epoch").Count);
    }

    [Theory]
    [InlineData(0, "shuffle", null)]
    [InlineData(0.2, "shuffle", "xoshiro256**")]
    [InlineData(0, "8x4", "xoshiro256**")]
    public void A_configuration_names_the_generator_that_drew_its_samples_where_it_depends_on_it(double validation, string sampling, string? generator)
    {
        var config = Config<TripletLoss>() with { Training = Training(sampler: Sampler.Parse(sampling), validation: validation) };
        Assert.Equal(generator, (string?)config.ToJson()["generator"]);
    }

    [Fact]
    public void What_an_earlier_try_left_is_replaced()
    {
        var config = Config<ContrastiveLoss>();
        var run = RunFiles.Folder(runs.File("again"), config.Identity);
        Directory.CreateDirectory(Path.Combine(run, RunFiles.Checkpoint));
        File.WriteAllText(Path.Combine(run, RunFiles.StepsPart(3)), "left by a killed process");
        File.WriteAllText(Path.Combine(run, ".classes.parquet.part"), "half");

        var outcome = runs.Run(config, "again");
        Assert.Equal(RunStatus.Complete, outcome.Status);
        Assert.Equal(
            [
                AnalysisFiles.ClassPairs, AnalysisFiles.Classes, RunFiles.Embeddings, RunFiles.Epochs, InputProjection.File, AnalysisFiles.Metrics, AnalysisFiles.Queries,
                Manifest.Run, RunFiles.Run, RunFiles.Steps, RunFiles.Timings,
            ],
            Directory.GetFileSystemEntries(run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stored_figures_are_read_back_as_they_were()
    {
        var session = runs.Session(Config<ContrastiveLoss>(), "figures");
        Assert.Null(session.Stored());
        Assert.Equal(session.Run(_ => { }, fresh: true, default).Figures!.Value, session.Stored());
    }

    [Fact]
    public void A_last_batch_of_one_sample_is_trained_on_too()
    {
        var config = Config<TripletLoss>() with { Dataset = Plugins.Use<Synthetic>("samples_per_class=33", "classes=2", "label_noise=0", "outlier_share=0", "test_share=0.25") };
        var outcome = runs.Run(config with { Training = TestRuns.Training(epochs: 1, batchSize: 7) }, "odd");
        var sizes = Ints(outcome.Folder, RunFiles.Steps, "batch_size");
        Assert.Equal([7, 7, 7, 7, 7, 7, 7, 1], sizes);
    }

    [Fact]
    public void Class_balanced_batches_train_and_repeat()
    {
        var config = Config<TripletLoss>() with { Training = TestRuns.Training(epochs: 3, batchSize: 12, sampler: Sampler.NewClassBalanced(4, 3)) };
        var (first, second) = (runs.Run(config, "first"), runs.Run(config, "second"));
        Assert.Equal("4x3", ((Values.Texts)Column(first.Folder, RunFiles.Run, "sampler")).Item[0]);
        Assert.All(Ints(first.Folder, RunFiles.Steps, "batch_size"), size => Assert.Equal(12, size));
        Assert.Equal(File.ReadAllBytes(Path.Combine(first.Folder, RunFiles.Embeddings)), File.ReadAllBytes(Path.Combine(second.Folder, RunFiles.Embeddings)));

        // Every batch has 4 classes of 3 samples: 12 anchors with 2 positives each, hard mining has one triplet an anchor.
        Assert.All(((Values.Longs)Column(first.Folder, RunFiles.Steps, "terms")).Item, terms => Assert.Equal(12, terms));
    }
}
