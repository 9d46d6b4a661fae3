using MetricPlugins.Core;
using MetricPlugins.Datasets;
using MetricPlugins.Host.Results;
using MetricPlugins.Host.Training;
using MetricPlugins.Losses;
using MetricPlugins.Models;
using Serilog.Core;

namespace MetricPlugins.Tests.Host;

public sealed class RunSessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DatasetCache datasets = new();

    public void Dispose()
    {
        datasets.Dispose();
        folder.Dispose();
    }

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

    [Plugin("choosy", Summary = "Refuses what it is given.")]
    public sealed class Choosy : MetricLoss
    {
        public Choosy(LossContext context) => throw new InvalidInputException($"choosy wants another than the class count {context.Classes} and {context.EmbeddingSize} columns.");

        public override LossResult Compute(Batch batch) => throw new NotSupportedException();
    }

    [Plugin("broken", Summary = "Its backbone throws.")]
    public sealed class Broken : EmbeddingModel
    {
        public override int EmbeddingSize => 2;

        public override torch.nn.Module<torch.Tensor, torch.Tensor> Backbone => throw new NotSupportedException("no such features");

        protected override torch.Tensor Head(torch.Tensor features) => features;
    }

    /// <summary>Drops features at random while it trains.</summary>
    [Plugin("forgetful", Summary = "Drops features at random while it trains.")]
    public sealed class Forgetful(ModelContext context) : EmbeddingModel
    {
        private readonly TorchSharp.Modules.Linear layer = torch.nn.Linear(context.InputShape[0], 8);
        private readonly TorchSharp.Modules.Dropout dropout = torch.nn.Dropout(0.3);

        public override int EmbeddingSize => 8;

        protected override torch.Tensor Head(torch.Tensor features) => dropout.call(layer.call(features));
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
        var outcome = Run(config, "fragile");
        Assert.Equal((RunStatus.Failed, "InvalidOperationException: the third step"), (outcome.Status, outcome.Error));

        var run = outcome.Folder;
        Assert.Equal((RunStatus.Failed, outcome.Error), (RunManifest.Read(run)!.Status, RunManifest.Read(run)!.Error));
        Assert.Equal(2, Column(run, RunFiles.Steps, "step").Count);
        RunFolder.Hold(run).Dispose();
    }

    [Fact]
    public void A_plugin_that_throws_while_the_folder_is_made_ready_fails_its_run_too()
    {
        var outcome = Run(Config<ContrastiveLoss>() with { Model = Plugins.Use<Broken>() }, "broken");
        Assert.Equal((RunStatus.Failed, "NotSupportedException: no such features"), (outcome.Status, outcome.Error));
        Assert.Equal(RunStatus.Failed, RunManifest.Read(outcome.Folder)!.Status);
    }

    [Fact]
    public void Files_that_cannot_be_written_fail_the_run()
    {
        var session = Session(Config<ContrastiveLoss>(), "blocked");
        Directory.CreateDirectory(Path.Combine(session.Folder, RunFiles.Steps));
        var outcome = session.Run(_ => { }, default);
        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.Contains(RunFiles.Steps, outcome.Error);
        Assert.Equal(outcome.Error, RunManifest.Read(session.Folder)!.Error);
    }

    [Fact]
    public void A_manifest_that_cannot_be_written_fails_the_run()
    {
        var session = Session(Config<ContrastiveLoss>(), "blocked");
        Directory.CreateDirectory(Path.Combine(session.Folder, RunFiles.Manifest));
        var outcome = session.Run(_ => { }, default);
        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.Contains(RunFiles.Manifest, outcome.Error);
    }

    [Fact]
    public void A_rehearsal_tells_what_a_plugin_refuses_and_touches_nothing()
    {
        var before = torch.Tensor.TotalCount;
        Assert.Throws<InvalidInputException>(Session(Config<ContrastiveLoss>() with { Model = Plugins.Use<ConvNet>() }, "rehearsal").Rehearse);
        Assert.Contains("the class count", Assert.Throws<InvalidInputException>(Session(Config<Choosy>(), "rehearsal").Rehearse).Message);
        Session(Config<TripletLoss>(), "rehearsal").Rehearse();
        Assert.False(Directory.Exists(folder.File("rehearsal")));
        datasets.Dispose();
        Assert.Equal(before, torch.Tensor.TotalCount);
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
        var session = Session(Config<ContrastiveLoss>(), "figures");
        Assert.Null(session.Stored());
        Assert.Equal(session.Run(_ => { }, default).Figures, session.Stored());
    }

    [Fact]
    public void A_last_batch_of_one_sample_is_trained_on_too()
    {
        var config = Config<TripletLoss>() with { Dataset = Plugins.Use<Synthetic>("samples_per_class=33", "classes=2", "label_noise=0", "outlier_share=0", "test_share=0.25") };
        var outcome = Run(config with { Training = new TrainingSettings(Epochs: 1, BatchSize: 7) }, "odd");
        var sizes = ((Values.Ints)Column(outcome.Folder, RunFiles.Steps, "batch_size")).Item;
        Assert.Equal([7, 7, 7, 7, 7, 7, 7, 1], sizes);
    }

    [Fact]
    public void What_is_measured_on_the_way_changes_nothing_else()
    {
        var config = Config<TripletLoss>("mining=random") with { Model = Plugins.Use<Forgetful>(), Training = new TrainingSettings(Epochs: 5, BatchSize: 16) };
        var plain = Run(config, "plain");
        var measured = Run(config with { Training = config.Training with { VarianceEvery = 2 } }, "measured");

        foreach (var file in (string[])[RunFiles.Steps, RunFiles.Embeddings])
            Assert.Equal(File.ReadAllBytes(Path.Combine(plain.Folder, file)), File.ReadAllBytes(Path.Combine(measured.Folder, file)));
        Assert.Equal(plain.Figures, measured.Figures);
        Assert.Equal(Column(plain.Folder, RunFiles.Epochs, "loss_mean"), Column(measured.Folder, RunFiles.Epochs, "loss_mean"));
    }

    [Fact]
    public void Geometry_stands_with_the_epochs_it_was_measured_after_and_the_last_is_that_of_the_results()
    {
        var config = Config<ContrastiveLoss>() with { Training = new TrainingSettings(Epochs: 5, BatchSize: 16, VarianceEvery: 2) };
        var run = Run(config, "measured").Folder;
        foreach (var name in (string[])["recall_at_1", "intra_sq", "intra_euclid", "intra_cos", "inter_sq", "inter_euclid", "inter_cos"])
            Assert.Equal([false, true, false, true, true], Optional(run, RunFiles.Epochs, name).Select(v => v.HasValue));

        var (intraSq, interCos) = (Optional(run, RunFiles.Epochs, "intra_sq"), Optional(run, RunFiles.Epochs, "inter_cos"));
        Assert.NotEqual(intraSq[1], intraSq[3]);
        Assert.InRange(intraSq[4]!.Value, 0, 1);
        Assert.InRange(interCos[4]!.Value, 0, 10 / 9.0 + 1e-9);
        Assert.All(Optional(Run(Config<ContrastiveLoss>(), "plain").Folder, RunFiles.Epochs, "recall_at_1"), value => Assert.Null(value));
    }

    [Fact]
    public void What_was_measured_before_an_interruption_is_kept()
    {
        using var cancellation = new CancellationTokenSource();
        var outcome = Run(
            Config<ContrastiveLoss>() with { Training = new TrainingSettings(Epochs: 1000, VarianceEvery: 1) }, "stopped",
            progress => { if (progress.Epoch == 3) cancellation.Cancel(); }, cancellation.Token);
        Assert.Equal(RunStatus.Interrupted, outcome.Status);
        Assert.Equal([true, true, true, false], Optional(outcome.Folder, RunFiles.Epochs, "recall_at_1").Select(v => v.HasValue));
    }

    [Fact]
    public void Held_out_samples_are_not_trained_on_and_tell_a_recall_that_reads_back()
    {
        var session = Session(Config<ContrastiveLoss>() with { Training = new TrainingSettings(Epochs: 1, BatchSize: 16, Validation: 0.25) }, "validation");
        var outcome = session.Run(_ => { }, default);
        Assert.InRange(outcome.Figures!.ValidationRecallAt1!.Value, 0, 1);
        Assert.Equal(outcome.Figures, session.Stored());

        var (train, validation) = (Count("train_samples"), Count("validation_samples"));
        Assert.Equal(datasets.Get(Config<ContrastiveLoss>().Dataset, null).Train.Count, train + validation);
        Assert.InRange(validation / (double)train, 0.3, 0.36);
        Assert.Equal(train, ((Values.Ints)Column(outcome.Folder, RunFiles.Steps, "batch_size")).Item.Sum());

        int Count(string name) => ((Values.Ints)Column(outcome.Folder, RunFiles.Run, name)).Item[0];
    }

    [Fact]
    public void Without_a_validation_split_there_is_no_recall_of_it() => Assert.Null(Run(Config<ContrastiveLoss>(), "plain").Figures!.ValidationRecallAt1);

    [Fact]
    public void Class_balanced_batches_train_and_repeat()
    {
        var config = Config<TripletLoss>() with { Training = new TrainingSettings(Epochs: 3, BatchSize: 12, Sampler: Sampler.NewClassBalanced(4, 3)) };
        var (first, second) = (Run(config, "first"), Run(config, "second"));
        Assert.Equal("4x3", ((Values.Texts)Column(first.Folder, RunFiles.Run, "sampler")).Item[0]);
        Assert.All(((Values.Ints)Column(first.Folder, RunFiles.Steps, "batch_size")).Item, size => Assert.Equal(12, size));
        Assert.Equal(File.ReadAllBytes(Path.Combine(first.Folder, RunFiles.Embeddings)), File.ReadAllBytes(Path.Combine(second.Folder, RunFiles.Embeddings)));

        // Every batch has 4 classes of 3 samples: 12 anchors with 2 positives each, hard mining has one triplet an anchor.
        Assert.All(((Values.Longs)Column(first.Folder, RunFiles.Steps, "terms")).Item, terms => Assert.Equal(12, terms));
    }

    [Fact]
    public void More_classes_in_a_batch_than_there_are_is_told_before_training()
    {
        var session = Session(Config<TripletLoss>() with { Training = new TrainingSettings(BatchSize: 22, Sampler: Sampler.NewClassBalanced(11, 2)) }, "many");
        Assert.Contains("sampler 11x2 takes 11 classes for a batch; dataset synthetic has 10", Assert.Throws<InvalidInputException>(session.Rehearse).Message);
        Assert.Throws<InvalidInputException>(() => session.Run(_ => { }, default));
        Assert.False(Directory.Exists(folder.File("many")));
    }

    private RunOutcome Run(RunConfig config, string output, Action<TrainingProgress>? report = null, CancellationToken cancellation = default) =>
        Session(config, output).Run(report ?? (_ => { }), cancellation);

    private RunSession Session(RunConfig config, string output) => new(config, folder.File(output), datasets, torch.CPU, Logger.None);

    private static double?[] Optional(string run, string file, string name) => ((Values.OptionalDoubles)Column(run, file, name)).Item;

    private static Values Column(string run, string file, string name) => ParquetTable.read(Path.Combine(run, file)).GetAwaiter().GetResult()[name];

    private static RunConfig Config<TLoss>(params string[] options) => new(
        "test", Plugins.Use<Synthetic>("samples_per_class=20"), null, Plugins.Use<Mlp>(), Plugins.Use<TLoss>(options), 0, new TrainingSettings(Epochs: 2, BatchSize: 4));
}
