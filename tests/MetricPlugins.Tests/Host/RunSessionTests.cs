using MetricPlugins.Core;
using MetricPlugins.Datasets;
using MetricPlugins.Host.Plugins;
using MetricPlugins.Host.Results;
using MetricPlugins.Host.Training;
using MetricPlugins.Losses;
using MetricPlugins.Models;
using Serilog.Core;

namespace MetricPlugins.Tests.Host;

public sealed class RunSessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Its loss is not a number from the given step on.</summary>
    [Plugin("faulty", Summary = "Its loss is not a number from a step on.")]
    public sealed class Faulty(Faulty.Options options) : MetricLoss
    {
        private int step;

        public sealed record Options(int From = 60);

        public override LossResult Compute(Batch batch)
        {
            var (positives, _) = Pairwise.Masks(batch);
            var result = LossResult.Of(Pairwise.Euclidean(batch).square(), positives, TermAverage.All);
            return step++ < options.From ? result : result with { Loss = result.Loss + double.NaN };
        }
    }

    [Plugin("fragile", Summary = "Throws at its third step.")]
    public sealed class Fragile : MetricLoss
    {
        private int step;

        public override LossResult Compute(Batch batch)
        {
            if (++step == 3)
                throw new InvalidOperationException("the third step");
            var (positives, _) = Pairwise.Masks(batch);
            return LossResult.Of(Pairwise.Euclidean(batch), positives, TermAverage.All);
        }
    }

    [Fact]
    public void A_seed_repeats_a_run_whatever_ran_before_in_the_process()
    {
        var first = Run(Config<TripletLoss>("mining=random"), "first");
        torch.rand(1000).Dispose();
        Run(Config<ContrastiveLoss>("pairs=balanced"), "between");
        var second = Run(Config<TripletLoss>("mining=random"), "second");

        foreach (var file in (string[])[RunFiles.Steps, RunFiles.Epochs, RunFiles.Embeddings, RunFiles.Run])
            Assert.Equal(File.ReadAllBytes(Path.Combine(first.Folder, file)), File.ReadAllBytes(Path.Combine(second.Folder, file)));
    }

    [Fact]
    public void A_run_leaves_no_tensor_behind_however_many_epochs_it_has()
    {
        Run(Config<TripletLoss>("mining=semihard"), "warm");

        // What earlier tests forgot must not be collected in the middle of this one.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = torch.Tensor.TotalCount;
        var live = new List<long>();
        Run(Config<TripletLoss>("mining=semihard") with { Training = new TrainingSettings(Epochs: 40) }, "long", _ => live.Add(torch.Tensor.TotalCount));

        Assert.Equal(before, torch.Tensor.TotalCount);
        Assert.True(live.Count >= 40);
        Assert.All(live, count => Assert.InRange(count, live[0] - 50, live[0] + 50));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(49)]
    public void Rows_before_a_loss_that_is_not_finite_are_kept_and_no_others(int from)
    {
        var outcome = Run(Config<Faulty>($"from={from}"), "faulty");
        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.Contains($"NaN at step {from} (loss faulty", outcome.Error);

        Assert.Equal(from, Column(outcome.Folder, RunFiles.Steps, "step").Count);
        Assert.All(((Values.Doubles)Column(outcome.Folder, RunFiles.Steps, "loss_value")).Item, loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public void A_plugin_that_throws_fails_its_run_with_the_rows_before_it_and_leaves_the_folder_free()
    {
        var config = Config<Fragile>();
        Assert.Equal("the third step", Assert.Throws<InvalidOperationException>(() => Run(config, "fragile")).Message);

        var run = RunFiles.Folder(folder.File("fragile"), config.Identity);
        Assert.Equal(RunStatus.Failed, RunManifest.Read(run)!.Status);
        Assert.Equal(2, Column(run, RunFiles.Steps, "step").Count);
        RunFolder.Hold(run).Dispose();
    }

    [Fact]
    public void Cancelling_stops_after_the_step()
    {
        using var cancellation = new CancellationTokenSource();
        var outcome = Run(
            Config<ContrastiveLoss>() with { Training = new TrainingSettings(Epochs: 1000) }, "stopped",
            progress => { if (progress.Epoch == 2) cancellation.Cancel(); }, cancellation.Token);

        Assert.Equal((RunStatus.Interrupted, 3), (outcome.Status, RunManifest.Read(outcome.Folder)!.Epochs));
        Assert.Equal(3, Column(outcome.Folder, RunFiles.Epochs, "epoch").Count);
    }

    [Fact]
    public void What_an_earlier_try_left_is_replaced()
    {
        var config = Config<ContrastiveLoss>();
        var run = RunFiles.Folder(folder.File("again"), config.Identity);
        Directory.CreateDirectory(Path.Combine(run, RunFiles.Checkpoint));
        File.WriteAllText(Path.Combine(run, RunFiles.StepsPart(3)), "left by a killed process");
        File.WriteAllText(Path.Combine(run, ".classes.parquet.part"), "half");

        var outcome = Run(config, "again");
        Assert.Equal(RunStatus.Complete, outcome.Status);
        Assert.Equal(
            [RunFiles.Embeddings, RunFiles.Epochs, RunFiles.Manifest, RunFiles.Run, RunFiles.Steps, RunFiles.Timings],
            Directory.GetFileSystemEntries(run).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Stored_figures_are_read_back_as_they_were()
    {
        var config = Config<ContrastiveLoss>();
        Assert.Equal(Run(config, "figures").Figures, Run(config, "figures").Figures);
    }

    [Fact]
    public void A_last_batch_of_one_sample_is_trained_on_too()
    {
        var config = Config<TripletLoss>() with { Dataset = Use<Synthetic>(PluginKind.Dataset, "samples_per_class=33", "classes=2", "label_noise=0", "outlier_share=0", "test_share=0.25") };
        var outcome = Run(config with { Training = new TrainingSettings(Epochs: 1, BatchSize: 7) }, "odd");
        var sizes = ((Values.Ints)Column(outcome.Folder, RunFiles.Steps, "batch_size")).Item;
        Assert.Equal([7, 7, 7, 7, 7, 7, 7, 1], sizes);
    }

    private RunOutcome Run(RunConfig config, string output, Action<TrainingProgress>? report = null, CancellationToken cancellation = default) =>
        new RunSession(config, folder.File(output), torch.CPU, Logger.None).Run(fresh: false, report ?? (_ => { }), cancellation);

    private static Values Column(string run, string file, string name) => ParquetTable.read(Path.Combine(run, file)).GetAwaiter().GetResult()[name];

    private static RunConfig Config<TLoss>(params string[] options) => new(
        "test", Use<Synthetic>(PluginKind.Dataset, "samples_per_class=20"), null, Use<Mlp>(PluginKind.Model), Use<TLoss>(PluginKind.Loss, options), 0, new TrainingSettings(Epochs: 2, BatchSize: 4));

    private static PluginUse Use<T>(PluginKind kind, params string[] options)
    {
        var plugin = PluginInfo.Of(typeof(T), (PluginAttribute)typeof(T).GetCustomAttributes(typeof(PluginAttribute), false).Single(), "test.dll");
        Assert.Equal(kind, plugin.Kind);
        return new PluginUse(plugin, PluginOptions.Bind(plugin, [.. options.Select(o => o.Split('=')).Select(o => KeyValuePair.Create(o[0], o[1]))]));
    }
}
