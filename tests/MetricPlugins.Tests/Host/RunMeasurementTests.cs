using MetricPlugins.Core;
using MetricPlugins.Losses;
using static MetricPlugins.Tests.Host.TestRuns;

namespace MetricPlugins.Tests.Host;

public sealed class RunMeasurementTests : IDisposable
{
    private readonly TestRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Fact]
    public void What_is_measured_on_the_way_changes_nothing_else()
    {
        var config = Config<TripletLoss>("mining=random") with { Model = Plugins.Use<Forgetful>(), Training = TestRuns.Training(epochs: 5, batchSize: 16) };
        var plain = runs.Run(config, "plain");
        var measured = runs.Run(config with { Training = TestRuns.Training(epochs: 5, batchSize: 16, varianceEvery: 2) }, "measured");

        foreach (var file in (string[])[RunFiles.Steps, RunFiles.Embeddings])
            Assert.Equal(File.ReadAllBytes(Path.Combine(plain.Folder, file)), File.ReadAllBytes(Path.Combine(measured.Folder, file)));
        Assert.Equal(plain.Figures, measured.Figures);
        Assert.Equal(Column(plain.Folder, RunFiles.Epochs, "loss_mean"), Column(measured.Folder, RunFiles.Epochs, "loss_mean"));
    }

    [Fact]
    public void Geometry_stands_with_the_epochs_it_was_measured_after_and_the_last()
    {
        var config = Config<ContrastiveLoss>() with { Training = TestRuns.Training(epochs: 5, batchSize: 16, varianceEvery: 2) };
        var run = runs.Run(config, "measured").Folder;
        foreach (var name in (string[])["recall_at_1", "intra_sq", "intra_euclid", "intra_cos", "inter_sq", "inter_euclid", "inter_cos"])
            Assert.Equal([false, true, false, true, true], OptionalDoubles(run, RunFiles.Epochs, name).Select(v => v.HasValue));

        var (intraSq, interCos) = (OptionalDoubles(run, RunFiles.Epochs, "intra_sq"), OptionalDoubles(run, RunFiles.Epochs, "inter_cos"));
        Assert.NotEqual(intraSq[1], intraSq[3]);
        Assert.InRange(intraSq[4]!.Value, 0, 1);
        Assert.InRange(interCos[4]!.Value, 0, (10 / 9.0) + 1e-9);
        Assert.All(OptionalDoubles(runs.Run(Config<ContrastiveLoss>(), "plain").Folder, RunFiles.Epochs, "recall_at_1"), value => Assert.Null(value));
    }

    [Fact]
    public void What_was_measured_before_an_interruption_is_kept()
    {
        using var cancellation = new CancellationTokenSource();
        var outcome = runs.Run(
            Config<ContrastiveLoss>() with { Training = TestRuns.Training(epochs: 1000, varianceEvery: 1) }, "stopped",
            progress => { if (progress.Epoch == 3) cancellation.Cancel(); }, cancellation.Token);
        Assert.Equal(RunStatus.Interrupted, outcome.Status);
        Assert.Equal([true, true, true, false], OptionalDoubles(outcome.Folder, RunFiles.Epochs, "recall_at_1").Select(v => v.HasValue));
    }

    [Fact]
    public void Held_out_samples_are_not_trained_on_and_tell_a_recall_that_reads_back()
    {
        var session = runs.Session(Config<ContrastiveLoss>() with { Training = TestRuns.Training(epochs: 1, batchSize: 16, validation: 0.25) }, "validation");
        var outcome = session.Run(_ => { }, fresh: true, default);
        Assert.InRange(outcome.Figures!.Value.ValidationRecallAt1!.Value, 0, 1);
        Assert.Equal(outcome.Figures.Value, session.Stored());

        var (train, validation) = (Count("train_samples"), Count("validation_samples"));
        Assert.Equal(runs.Datasets.Get(Config<ContrastiveLoss>().Dataset, null).Train.Count, train + validation);
        Assert.InRange(validation / (double)train, 0.3, 0.36);
        Assert.Equal(train, Ints(outcome.Folder, RunFiles.Steps, "batch_size").Sum());

        int Count(string name) => Ints(outcome.Folder, RunFiles.Run, name)[0];
    }

    [Fact]
    public void Without_a_validation_split_there_is_no_recall_of_it() => Assert.Null(runs.Run(Config<ContrastiveLoss>(), "plain").Figures!.Value.ValidationRecallAt1);
}
