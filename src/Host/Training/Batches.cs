using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
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
            throw new InvalidInputException($"sampler {config.Training.Sampler} needs {wanted} classes per batch; dataset {config.Dataset.Plugin.Name} has {classes.Count} with training samples. Use fewer classes per batch.");
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

/// <summary>Draws class-balanced batches: different classes for a batch, and different samples of each.</summary>
/// <param name="members">The rows of each class.</param>
/// <param name="random">Decides all of it.</param>
internal sealed class ClassBalancedDraw(IReadOnlyList<long[]> members, SeededRandom random)
{
    private readonly Queue[] queues = [.. members.Select(rows => new Queue([.. rows], random))];

    /// <summary>Batches one after another, and the size of each: a class with fewer samples than asked for gives all it has.</summary>
    public (long[] Rows, long[] Sizes) Batches(int count, int classes, int samples)
    {
        var rows = new List<long>();
        var sizes = new long[count];
        for (var batch = 0; batch < count; batch++)
        {
            var before = rows.Count;
            for (var i = 0; i < classes; i++)
            {
                // One step of a shuffle: the classes drawn for this batch gather in front.
                var drawn = i + random.Next(queues.Length - i);
                (queues[i], queues[drawn]) = (queues[drawn], queues[i]);
                queues[i].Draw(samples, rows);
            }

            sizes[batch] = rows.Count - before;
        }

        return ([.. rows], sizes);
    }

    /// <summary>A class's rows in random order; shuffled anew when they are used up.</summary>
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

            // What was just drawn stands last and may come again only after this batch.
            random.Shuffle(rows.AsSpan(0, rows.Length - left));
            next = count - left;
            drawn.AddRange(rows.AsSpan(0, next));
            random.Shuffle(rows.AsSpan(next));
        }
    }
}

/// <summary>Which rows of the train split are trained on, and which are held out for validation; both in rising order.</summary>
internal sealed record Holdout(long[] Training, long[] Validation)
{
    /// <summary>Neither the run's nor the loss's: all runs of a study hold out the same samples.</summary>
    private const int Seed = 0;

    /// <summary>Holds out a share of each class, at least one sample and never the last; outliers count as a class.</summary>
    /// <param name="labels">Of the train split.</param>
    /// <param name="share">0: nothing is held out.</param>
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

/// <summary>Independent random streams of one run: what one part draws never moves another's numbers.</summary>
internal static class Seeds
{
    /// <summary>The seed of a part, the same on every machine.</summary>
    public static long Of(long runSeed, string part) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{part}/{runSeed}"))) & long.MaxValue;
}
