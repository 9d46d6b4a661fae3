using MetricPlugins.Core;
using MetricPlugins.Tests.Node;

namespace MetricPlugins.Tests.Core;

/// <summary>What a run's files hold, readers that are not ours find in them, value by value and bit by bit.</summary>
public sealed class RunFilesTests : IDisposable
{
    private const int MoreThanARowGroup = 130_000;

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(7);

    private string Path => _folder.File("file.parquet");

    [NodeTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(MoreThanARowGroup)]
    public async Task Others_read_the_steps(int count)
    {
        StepRow[] rows =
        [
            .. Rows(count, () => StepRow.Of(
                Long(), Int(), Int(), Double(), _random.Next(4) * Long(), Long(), Long(), Double(), Double(), Double(), Double())),
        ];
        var run = Run();

        await RunFiles.WriteStepsAsync(Path, run, rows);

        Holds(run, count, new()
        {
            ["step"] = [.. rows.Select(row => (object)row.Step)],
            ["epoch"] = [.. rows.Select(row => (object)row.Epoch)],
            ["batch_size"] = [.. rows.Select(row => (object)row.BatchSize)],
            ["loss_value"] = [.. rows.Select(row => (object)row.LossValue)],
            ["terms"] = [.. rows.Select(row => (object)row.Terms)],
            ["active"] = [.. rows.Select(row => (object)row.Active)],
            ["active_ratio"] = [.. rows.Select(row => (object?)row.ActiveRatio)],
            ["active_sample_ratio"] = [.. rows.Select(row => (object)row.ActiveSampleRatio)],
            ["grad_norm"] = [.. rows.Select(row => (object)row.GradNorm)],
            ["grad_norm_model"] = [.. rows.Select(row => (object)row.GradNormModel)],
            ["grad_norm_loss"] = [.. rows.Select(row => (object)row.GradNormLoss)],
            ["grad_norm_embedding"] = [.. rows.Select(row => (object)row.GradNormEmbedding)],
            ["learning_rate"] = [.. rows.Select(row => (object)row.LearningRate)],
        });
    }

    [NodeTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Others_read_the_epochs(int count)
    {
        EpochRow[] rows = [.. Enumerable.Range(0, count).Select(i => new EpochRow(
            i, Long(), Long(), Double(), Double(), Optional(), Double(), Double(), Double(), Double(), Double(), Double(),
            Optional(), Optional(), Optional(), Optional(), Optional(), Optional(), Optional()))];
        var run = Run();

        await RunFiles.WriteEpochsAsync(Path, run, rows);

        Holds(run, count, new()
        {
            ["epoch"] = [.. rows.Select(row => (object)row.Epoch)],
            ["terms"] = [.. rows.Select(row => (object)row.Terms)],
            ["active"] = [.. rows.Select(row => (object)row.Active)],
            ["loss_mean"] = [.. rows.Select(row => (object)row.LossMean)],
            ["loss_std"] = [.. rows.Select(row => (object)row.LossStd)],
            ["active_ratio"] = [.. rows.Select(row => (object?)row.ActiveRatio)],
            ["active_sample_ratio"] = [.. rows.Select(row => (object)row.ActiveSampleRatio)],
            ["grad_norm_mean"] = [.. rows.Select(row => (object)row.GradNormMean)],
            ["grad_norm_std"] = [.. rows.Select(row => (object)row.GradNormStd)],
            ["grad_norm_model_mean"] = [.. rows.Select(row => (object)row.GradNormModelMean)],
            ["grad_norm_loss_mean"] = [.. rows.Select(row => (object)row.GradNormLossMean)],
            ["grad_norm_embedding_mean"] = [.. rows.Select(row => (object)row.GradNormEmbeddingMean)],
            ["recall_at_1"] = [.. rows.Select(row => (object?)row.RecallAt1)],
            ["intra_sq"] = [.. rows.Select(row => (object?)row.IntraSq)],
            ["intra_euclid"] = [.. rows.Select(row => (object?)row.IntraEuclid)],
            ["intra_cos"] = [.. rows.Select(row => (object?)row.IntraCos)],
            ["inter_sq"] = [.. rows.Select(row => (object?)row.InterSq)],
            ["inter_euclid"] = [.. rows.Select(row => (object?)row.InterEuclid)],
            ["inter_cos"] = [.. rows.Select(row => (object?)row.InterCos)],
        });
    }

    [NodeTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Others_read_the_timings(int count)
    {
        TimingRow[] rows = [.. Rows(count, () => new TimingRow(Int(), Double(), Double()))];
        var run = Run();

        await RunFiles.WriteTimingsAsync(Path, run, rows);

        Holds(run, count, new()
        {
            ["epoch"] = [.. rows.Select(row => (object)row.Epoch)],
            ["seconds"] = [.. rows.Select(row => (object)row.Seconds)],
            ["steps_per_second"] = [.. rows.Select(row => (object)row.StepsPerSecond)],
        });
    }

    [NodeTheory]
    [InlineData(0, 4)]
    [InlineData(1, 1)]
    [InlineData(300, 33)]
    [InlineData(MoreThanARowGroup / 2, 2)]
    public async Task Others_read_the_embeddings(int count, int size)
    {
        SplitEmbeddings[] splits = [Split("train", count), Split("validation", 0), Split("test 😀", count)];
        var run = Run();

        await RunFiles.WriteEmbeddingsAsync(Path, run, ["a", "b"], splits);

        Holds(run, 2 * count, new()
        {
            ["split"] = [.. splits.SelectMany(split => split.Labels.Select(_ => split.Split))],
            ["index"] = [.. splits.SelectMany(split => split.Indices.Select(index => (object)index))],
            ["label"] = [.. splits.SelectMany(split => split.Labels.Select(label => (object)label))],
            ["embedding"] =
                [.. splits.SelectMany(split => split.Embeddings.Chunk(size).Select(row => row.Select(value => (object?)value).ToArray()))],
        });

        SplitEmbeddings Split(string name, int rows) => new(
            name, [.. Rows(rows, () => (long)Int())], [.. Rows(rows, () => (long)Int())], [.. Rows(rows * size, Float)], size);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("train", "validation", "test")]
    public async Task Embeddings_read_back_by_split(params string[] names)
    {
        SplitEmbeddings[] splits = [.. names.Select((name, i) => new SplitEmbeddings(
            name, [.. Rows(7 + i, () => (long)Int())], [.. Rows(7 + i, () => (long)Int())], [.. Rows((7 + i) * 5, Float)], 5))];
        var run = Run();
        await RunFiles.WriteEmbeddingsAsync(Path, run, ["a", "b"], splits);

        var read = await RunFiles.ReadEmbeddingsAsync(Path);
        Assert.Equal(run, read.Run);
        Assert.Equal(["a", "b"], read.ClassNames);
        Assert.Equal(splits, read.Splits);
    }

    [NodeTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Others_read_the_run(bool withNulls)
    {
        var settings = new TrainingSettings(Int(), Int(), Double(), Double(), Sampler.NewClassBalanced(Int(), Int()), Double(), Int(), Double());
        var facts = new RunFacts(Text(), Text(), Text(), Text(), Int(), Int(), Int(), Int(), Int(), Int(), Long());
        double? ratio = withNulls ? null : double.NaN;
        int? epoch = withNulls ? null : Int();
        var figures = new RunFigures(
            Long(), Double(), Double(), ratio, Double(), Double(), Double(), Double(), Double(), ratio, Double(), Double(), epoch, epoch, epoch, ratio);
        var run = Run();

        await RunFiles.WriteRunAsync(Path, run, settings, facts, figures);

        Holds(run, 1, new()
        {
            ["epochs"] = [settings.Epochs],
            ["batch_size"] = [settings.BatchSize],
            ["learning_rate"] = [settings.LearningRate],
            ["weight_decay"] = [settings.WeightDecay],
            ["sampler"] = [$"{settings.Sampler}"],
            ["validation"] = [settings.Validation],
            ["variance_every"] = [settings.VarianceEvery],
            ["gradient_clip"] = [settings.GradientClip],
            ["dataset_options"] = [facts.DatasetOptions],
            ["model_options"] = [facts.ModelOptions],
            ["config_hash"] = [facts.ConfigHash],
            ["device"] = [facts.Device],
            ["threads"] = [facts.Threads],
            ["classes"] = [facts.Classes],
            ["embedding_size"] = [facts.EmbeddingSize],
            ["train_samples"] = [facts.TrainSamples],
            ["validation_samples"] = [facts.ValidationSamples],
            ["test_samples"] = [facts.TestSamples],
            ["parameters"] = [facts.Parameters],
            ["steps"] = [figures.Steps],
            ["first_loss"] = [figures.FirstLoss],
            ["final_loss"] = [figures.FinalLoss],
            ["active_ratio"] = [ratio],
            ["active_sample_ratio"] = [figures.ActiveSampleRatio],
            ["grad_norm_mean"] = [figures.GradNormMean],
            ["grad_norm_model_mean"] = [figures.GradNormModelMean],
            ["grad_norm_loss_mean"] = [figures.GradNormLossMean],
            ["grad_norm_embedding_mean"] = [figures.GradNormEmbeddingMean],
            ["final_active_ratio"] = [ratio],
            ["final_active_sample_ratio"] = [figures.FinalActiveSampleRatio],
            ["final_grad_norm_mean"] = [figures.FinalGradNormMean],
            ["decay_epoch_50"] = [epoch],
            ["decay_epoch_40"] = [epoch],
            ["decay_epoch_10"] = [epoch],
            ["validation_recall_at_1"] = [ratio],
        });
    }

    public void Dispose() => _folder.Dispose();

    private void Holds(RunIdentity run, int count, Dictionary<string, object?[]> columns)
    {
        var expected = new Dictionary<string, IReadOnlyList<object?>>
        {
            ["study"] = Repeat(run.Study),
            ["dataset"] = Repeat(run.Dataset),
            ["model"] = Repeat(run.Model),
            ["loss"] = Repeat(run.Loss),
            ["variant"] = Repeat(run.Variant),
            ["seed"] = Repeat(run.Seed),
            ["loss_options"] = Repeat(run.LossOptions),
        };
        foreach (var (name, values) in columns)
            expected.Add(name, values);

        Printed.Equal(expected, DuckDb.Columns($"SELECT * FROM '{Path}'"));
        Printed.Equal(expected, NodeProcess.Run("read.mjs", arguments: [Path, "--columns"]));
        Printed.Equal(expected, NodeProcess.Run("read-arrow.mjs", arguments: Path));

        object[] Repeat(object value) => [.. Enumerable.Repeat(value, count)];
    }

    private static IEnumerable<T> Rows<T>(int count, Func<T> next) => Enumerable.Range(0, count).Select(_ => next());

    private RunIdentity Run() => new(Text(), Text(), Text(), Text(), Text(), Long(), Text());

    // Right to left, beyond 16 bits, combined of two, quoted, empty.
    private string Text() => _random.GetItems(["مرحبا", "日本 😀", "e\u0301", "'\"\\\n\0", "", """{"margin":0.5}"""], 1)[0];

    private long Long() => _random.NextInt64(long.MinValue, long.MaxValue);

    private int Int() => (int)Long();

    private double? Optional() => _random.Next(3) == 0 ? null : Double();

    private double Double() => _random.Next(8) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => -0.0,
        4 => 0,
        5 => BitConverter.Int64BitsToDouble(Long()),
        _ => _random.NextDouble(),
    };

    private float Float() => _random.Next(2) == 0 ? (float)Double() : BitConverter.Int32BitsToSingle(Int());
}
