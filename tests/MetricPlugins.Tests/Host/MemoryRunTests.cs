using MetricPlugins.Core;
using MetricPlugins.Losses;
using static MetricPlugins.Tests.Host.TestRuns;

namespace MetricPlugins.Tests.Host;

/// <summary>Runs whose batches are compared with a memory of earlier ones.</summary>
public sealed class MemoryRunTests : IDisposable
{
    private readonly TestRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Theory]
    [InlineData(24)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Terms_are_the_batchs_pairs_and_those_with_what_is_remembered(int memory)
    {
        var run = runs.Run(Config<ContrastiveLoss>($"memory={memory}") with { Training = TestRuns.Training(epochs: 3, batchSize: 16) }, "run").Folder;
        var samples = runs.Datasets.Get(Config<ContrastiveLoss>().Dataset, null).Train.Count;
        var (sizes, terms) = (Ints(run, RunFiles.Steps, "batch_size"), ((Values.Longs)Column(run, RunFiles.Steps, "terms")).Item);
        var seen = 0L;
        var stepsOfEpoch = (samples + 15) / 16;
        for (var step = 0; step < sizes.Length; step++)
        {
            // In the first epoch no sample has been seen before. Where all samples are held, the batch meets all others.
            long size = sizes[step];
            var pairs = size * (size - 1) / 2;
            if (step < stepsOfEpoch)
                Assert.Equal(pairs + size * Math.Min(memory, seen), terms[step]);
            else if (memory >= samples)
                Assert.Equal(pairs + size * (samples - size), terms[step]);
            else
                Assert.InRange(terms[step], pairs + size * Math.Max(0, memory - size), pairs + size * memory);
            seen += size;
        }
    }

    [Fact]
    public void The_first_step_is_that_of_a_run_without()
    {
        var (without, with) = (runs.Run(Config<ContrastiveLoss>(), "run").Folder, runs.Run(Config<ContrastiveLoss>("memory=8"), "run").Folder);
        Assert.NotEqual(without, with);
        var (plain, remembering) = (Doubles(without, "loss_value"), Doubles(with, "loss_value"));
        Assert.Equal(plain[0], remembering[0]);
        Assert.NotEqual(plain[1..], remembering[1..]);
    }

    [Theory]
    [InlineData("shuffle")]
    [InlineData("8x4")]
    public void A_seed_repeats_a_run_and_no_tensor_is_left_behind(string sampling)
    {
        var sampler = Sampler.Parse(sampling);
        var config = Config<TripletLoss>("mining=random", "memory=50") with { Training = TestRuns.Training(epochs: 4, batchSize: 32, sampler: sampler) };
        var first = runs.Run(config, "first").Folder;
        var before = LiveTensors.Count();
        var second = runs.Run(config, "second").Folder;
        Assert.Equal(before, LiveTensors.Count());
        foreach (var file in (string[])[RunFiles.Steps, RunFiles.Epochs, RunFiles.Embeddings, RunFiles.Run])
            Assert.Equal(File.ReadAllBytes(Path.Combine(first, file)), File.ReadAllBytes(Path.Combine(second, file)));
    }

    [Fact]
    public void The_share_of_active_samples_is_that_of_the_batch()
    {
        var run = runs.Run(Config<SupConLoss>("memory=200"), "run").Folder;
        Assert.All(Doubles(run, "active_sample_ratio"), ratio => Assert.InRange(ratio, 0.5, 1));
    }

    private static double[] Doubles(string run, string name) => ((Values.Doubles)Column(run, RunFiles.Steps, name)).Item;
}
