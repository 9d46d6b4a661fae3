using MetricPlugins.Core;

namespace MetricPlugins.Host.Training;

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
