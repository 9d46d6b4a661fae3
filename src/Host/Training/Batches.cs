using MetricPlugins.Core;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

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

    /// <summary>Batches of an epoch: as many as it takes to see each sample once.</summary>
    public int Count => (int)((rows.Length + (long)config.Training.BatchSize - 1) / config.Training.BatchSize);

    /// <summary>The rows (int64, on the device) of each batch of an epoch, in the current dispose scope.</summary>
    public Tensor[] Of(int epoch, Device device)
    {
        // Seeded anew each epoch, so that an epoch's order depends on nothing that came before it.
        var seed = Seeds.Of(config.Seed, $"order/{epoch}");
        if (config.Training.Sampler is Sampler.ClassBalanced balanced)
        {
            var (order, sizes) = new ClassBalancedDraw(classes, new Random((int)(seed & int.MaxValue))).Batches(Count, balanced.classes, balanced.samples);
            return tensor(order).to(device).split(sizes);
        }

        using var generator = new Generator((ulong)seed, CPU);
        return tensor(rows).index_select(0, randperm(rows.Length, generator: generator)).to(device).split(config.Training.BatchSize);
    }
}
