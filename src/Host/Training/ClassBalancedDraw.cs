using MetricPlugins.Core;

namespace MetricPlugins.Host.Training;

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
