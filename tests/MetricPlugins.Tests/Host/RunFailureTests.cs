using MetricPlugins.Core;
using MetricPlugins.Host.Training;
using MetricPlugins.Losses;
using MetricPlugins.Models;
using static MetricPlugins.Tests.Host.TestRuns;

namespace MetricPlugins.Tests.Host;

public sealed class RunFailureTests : IDisposable
{
    private readonly TestRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(49)]
    public void Rows_before_a_loss_that_is_not_finite_are_kept_and_no_others(int from)
    {
        var outcome = runs.Run(Config<Faulty>($"from={from}"), "faulty");
        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.Contains($"NaN at step {from} (loss faulty", outcome.Error?.Value);

        Assert.Equal(from, Column(outcome.Folder, RunFiles.Steps, "step").Count);
        Assert.All(((Values.Doubles)Column(outcome.Folder, RunFiles.Steps, "loss_value")).Item, loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public void A_plugin_that_throws_fails_its_run_with_the_rows_before_it_and_leaves_the_folder_free()
    {
        var config = Config<Fragile>();
        var outcome = runs.Run(config, "fragile");
        Assert.Equal((RunStatus.Failed, "InvalidOperationException: the third step"), (outcome.Status, outcome.Error?.Value));

        var run = outcome.Folder;
        Assert.Equal((RunStatus.Failed, outcome.Error?.Value), (Manifest.ReadRun(run)!.Value.Status, Manifest.ReadRun(run)!.Value.Error));
        Assert.Equal(2, Column(run, RunFiles.Steps, "step").Count);
        RunFolder.Hold(run).Dispose();
    }

    [Fact]
    public void A_plugin_that_throws_while_the_folder_is_made_ready_fails_its_run_too()
    {
        var outcome = runs.Run(Config<ContrastiveLoss>() with { Model = Plugins.Use<Broken>() }, "broken");
        Assert.Equal((RunStatus.Failed, "NotSupportedException: no such features"), (outcome.Status, outcome.Error?.Value));
        Assert.Equal(RunStatus.Failed, Manifest.ReadRun(outcome.Folder)!.Value.Status);
    }

    [Fact]
    public void Files_that_cannot_be_written_fail_the_run()
    {
        var session = runs.Session(Config<ContrastiveLoss>(), "blocked");
        Directory.CreateDirectory(Path.Combine(session.Folder, RunFiles.Steps));
        var outcome = session.Run(_ => { }, fresh: true, default);
        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.Contains(RunFiles.Steps, outcome.Error?.Value);
        Assert.Equal(outcome.Error?.Value, Manifest.ReadRun(session.Folder)!.Value.Error);
    }

    [Fact]
    public void A_manifest_that_cannot_be_written_fails_the_run()
    {
        var session = runs.Session(Config<ContrastiveLoss>(), "blocked");
        Directory.CreateDirectory(Path.Combine(session.Folder, Manifest.Run));
        var outcome = session.Run(_ => { }, fresh: true, default);
        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.Contains(Manifest.Run, outcome.Error?.Value);
    }

    [Fact]
    public void A_rehearsal_tells_what_a_plugin_refuses_and_touches_nothing()
    {
        var before = LiveTensors.Count();
        Assert.Throws<InvalidInputException>(() => runs.Session(Config<ContrastiveLoss>() with { Model = Plugins.Use<ConvNet>() }, "rehearsal").Rehearse(default));
        Assert.Contains("the class count", Assert.Throws<InvalidInputException>(() => runs.Session(Config<Choosy>(), "rehearsal").Rehearse(default)).Message);
        runs.Session(Config<TripletLoss>(), "rehearsal").Rehearse(default);
        Assert.False(Directory.Exists(runs.File("rehearsal")));
        runs.Datasets.Dispose();
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void More_classes_in_a_batch_than_there_are_is_told_before_training()
    {
        var session = runs.Session(Config<TripletLoss>() with { Training = TestRuns.Training(batchSize: 22, sampler: Sampler.NewClassBalanced(11, 2)) }, "many");
        Assert.Contains("sampler 11x2 needs 11 classes per batch; dataset synthetic has 10", Assert.Throws<InvalidInputException>(() => session.Rehearse(default)).Message);
        Assert.Throws<InvalidInputException>(() => session.Run(_ => { }, fresh: true, default));
        Assert.False(Directory.Exists(runs.File("many")));
    }
}
