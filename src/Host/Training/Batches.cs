using MetricPlugins.Core;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>The rows of the train split that make a batch.</summary>
/// <param name="Samples">The rows' numbers, for bookkeeping that never waits for the device.</param>
/// <param name="Rows">The same, int64, on the device.</param>
internal readonly record struct BatchRows(long[] Samples, Tensor Rows);

/// <summary>Which rows of the train split come together in a batch, epoch by epoch.</summary>
internal sealed class Batches
{
    private readonly RunConfig config;
    private readonly long[] rows;
    private readonly IReadOnlyList<long[]> classes;

    /// <param name="config">The run.</param>
    /// <param name="rows">Those trained on.</param>
    /// <param name="labels">Of the whole train split.</param>
    /// <exception cref="InvalidInputException">There are fewer classes than the sampler takes.</exception>
    public Batches(RunConfig config, long[] rows, long[] labels)
    {
        (this.config, this.rows) = (config, rows);
        classes = [.. rows.Where(row => labels[row] >= 0).GroupBy(row => labels[row]).OrderBy(g => g.Key).Select(g => g.ToArray())];
        if (config.Training.Sampler is Sampler.ClassBalanced { classes: var wanted } && wanted > classes.Count)
            throw new InvalidInputException($"sampler {config.Training.Sampler} takes {wanted} classes for a batch; dataset {config.Dataset.Plugin.Name} has {classes.Count} with samples to train on. Take fewer classes.");
    }

    /// <summary>Batches of an epoch, whatever the sampler: as many as it takes to see each sample once, outliers too. A class-balanced
    /// sampler draws no outlier, and draws others again instead: an epoch is as many steps as without it.</summary>
    public int Count => (int)((rows.Length + (long)config.Training.BatchSize - 1) / config.Training.BatchSize);

    /// <summary>Each batch of an epoch, its tensor in the current dispose scope.</summary>
    public IEnumerable<BatchRows> Of(int epoch, Device device)
    {
        var (order, sizes) = Order(epoch);
        var start = 0;
        return tensor(order).to(device).split(sizes).Select(batch => new BatchRows(order[start..(start += (int)batch.shape[0])], batch)).ToList();
    }

    /// <summary>Batches one after another, and the size of each.</summary>
    private (long[] Rows, long[] Sizes) Order(int epoch)
    {
        // Seeded anew each epoch, so that an epoch's order depends on nothing that came before it.
        var seed = Seeds.Of(config.Seed, $"order/{epoch}");
        if (config.Training.Sampler is Sampler.ClassBalanced balanced)
            return new ClassBalancedDraw(classes, new SeededRandom(seed)).Batches(Count, balanced.classes, balanced.samples);

        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed, CPU);
        var order = randperm(rows.Length, generator: generator).Values<long>();
        var size = config.Training.BatchSize;
        return ([.. order.Select(i => rows[i])], [.. Enumerable.Range(0, Count).Select(batch => Math.Min(size, rows.Length - (long)batch * size))]);
    }
}
