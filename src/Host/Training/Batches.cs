using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MetricPlugins.Core;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Training;

/// <summary>The rows of the train split that make a batch.</summary>
/// <param name="Samples">The row numbers on the CPU, for bookkeeping without waiting for the device.</param>
/// <param name="Rows">The row numbers on the device, int64.</param>
internal readonly record struct BatchRows(long[] Samples, Tensor Rows);

/// <summary>Assigns rows of the train split to batches, epoch by epoch.</summary>
internal sealed class Batches
{
    private readonly RunConfig config;
    private readonly long[] rows;
    private readonly IReadOnlyList<long[]> classes;

    /// <param name="config">The run.</param>
    /// <param name="rows">The rows to train on.</param>
    /// <param name="labels">Labels of the whole train split.</param>
    /// <exception cref="InvalidInputException">The sampler needs more classes than the rows have.</exception>
    public Batches(RunConfig config, long[] rows, long[] labels)
    {
        (this.config, this.rows) = (config, rows);
        classes = [.. rows.Where(row => labels[row] >= 0).GroupBy(row => labels[row]).OrderBy(g => g.Key).Select(g => g.ToArray())];
        if (config.Training.Sampler is Sampler.ClassBalanced { classes: var wanted } && wanted > classes.Count)
            throw new InvalidInputException($"sampler {config.Training.Sampler} needs {wanted} classes per batch; dataset {config.Dataset.Plugin.Name} has {classes.Count} with training samples. Use fewer classes per batch.");
    }

    /// <summary>Batches of an epoch: as many as one pass over all samples needs, outliers included. A class-balanced
    /// sampler has the same number of steps, but draws other samples again instead of outliers.</summary>
    public int Count => (int)((rows.Length + (long)config.Training.BatchSize - 1) / config.Training.BatchSize);

    /// <summary>The batches of an epoch; their tensors belong to the current dispose scope.</summary>
    public IEnumerable<BatchRows> Of(int epoch, Device device)
    {
        var (order, sizes) = Order(epoch);
        var start = 0;
        return tensor(order).to(device).split(sizes).Select(batch => new BatchRows(order[start..(start += (int)batch.shape[0])], batch)).ToList();
    }

    /// <summary>The rows of all batches in sequence, and the size of each batch.</summary>
    private (long[] Rows, long[] Sizes) Order(int epoch)
    {
        // Seeded per epoch, so that an epoch's order does not depend on earlier epochs.
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

/// <summary>Draws class-balanced batches: distinct classes per batch and distinct samples per class.</summary>
/// <param name="members">The rows of each class.</param>
/// <param name="random">The source of all random choices.</param>
internal sealed class ClassBalancedDraw(IReadOnlyList<long[]> members, SeededRandom random)
{
    private readonly Queue[] queues = [.. members.Select(rows => new Queue([.. rows], random))];

    /// <summary>The rows of all batches in sequence, and the size of each batch; a class with too few samples contributes all of them.</summary>
    public (long[] Rows, long[] Sizes) Batches(int count, int classes, int samples)
    {
        var rows = new List<long>();
        var sizes = new long[count];
        for (var batch = 0; batch < count; batch++)
        {
            var before = rows.Count;
            for (var i = 0; i < classes; i++)
            {
                // One step of a shuffle: the classes drawn for this batch move to the front.
                var drawn = i + random.Next(queues.Length - i);
                (queues[i], queues[drawn]) = (queues[drawn], queues[i]);
                queues[i].Draw(samples, rows);
            }

            sizes[batch] = rows.Count - before;
        }

        return ([.. rows], sizes);
    }

    /// <summary>A class's rows in random order, reshuffled when used up.</summary>
    private sealed class Queue(long[] rows, SeededRandom random)
    {
        private int next = rows.Length;

        public void Draw(int count, List<long> drawn)
        {
            count = Math.Min(count, rows.Length);
            var left = Math.Min(count, rows.Length - next);
            drawn.AddRange(rows.AsSpan(next, left));
            next += left;
            if (left == count)
                return;

            // The rows just drawn move to the end, so that this batch does not contain them twice.
            random.Shuffle(rows.AsSpan(0, rows.Length - left));
            next = count - left;
            drawn.AddRange(rows.AsSpan(0, next));
            random.Shuffle(rows.AsSpan(next));
        }
    }
}

/// <summary>The rows of the train split used for training and those held out for validation, both in ascending order.</summary>
internal sealed record Holdout(long[] Training, long[] Validation)
{
    /// <summary>A fixed seed: all runs of a study hold out the same samples.</summary>
    private const int Seed = 0;

    /// <summary>Holds out a share of each class, at least one sample and never the last; outliers count as a class.</summary>
    /// <param name="labels">Labels of the train split.</param>
    /// <param name="share">The share to hold out; 0 for none.</param>
    public static Holdout Of(long[] labels, double share)
    {
        var held = new bool[labels.Length];
        var random = new SeededRandom(Seed);
        foreach (var members in labels.Index().GroupBy(l => l.Item, l => l.Index).Where(g => share > 0 && g.Skip(1).Any()).OrderBy(g => g.Key))
        {
            int[] rows = [.. members];
            random.Shuffle(rows.AsSpan());
            var count = Math.Clamp((int)Math.Round(share * rows.Length, MidpointRounding.AwayFromZero), 1, rows.Length - 1);
            foreach (var row in rows.AsSpan(0, count))
                held[row] = true;
        }

        return new Holdout(Rows(false), Rows(true));

        long[] Rows(bool wanted) => [.. held.Index().Where(h => h.Item == wanted).Select(h => (long)h.Index)];
    }
}

/// <summary>Independent random streams of one run: draws of one part do not affect the others.</summary>
internal static class Seeds
{
    /// <summary>The seed of a part, the same on every machine.</summary>
    public static long Of(long runSeed, string part) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{part}/{runSeed}"))) & long.MaxValue;
}
