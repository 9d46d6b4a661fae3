namespace MetricPlugins.Datasets;

/// <summary>A random split with the same share of every label in the test split.</summary>
internal static class StratifiedSplit
{
    /// <summary>The rows of one split, by ascending label and in random order within a label.</summary>
    /// <param name="split">Which split; for consistent splits, call with generators in the same state.</param>
    /// <param name="labels">Labels of all rows.</param>
    /// <param name="testShare">Share of each label's rows in the test split, rounded to whole rows.</param>
    /// <param name="generator">Draws the order.</param>
    public static long[] Rows(Split split, IEnumerable<long> labels, double testShare, Generator generator) =>
        [.. labels.Select((label, row) => (label, row: (long)row))
            .GroupBy(l => l.label, l => l.row)
            .OrderBy(group => group.Key)
            .SelectMany(group => Part(split, [.. group], testShare, generator))];

    private static IEnumerable<long> Part(Split split, long[] rows, double testShare, Generator generator)
    {
        using var order = randperm(rows.Length, generator: generator);
        var shuffled = order.data<long>().ToArray().Select(i => rows[i]);
        var test = (int)Math.Round(rows.Length * testShare, MidpointRounding.AwayFromZero);
        return split == Split.Test ? shuffled.Take(test) : shuffled.Skip(test);
    }
}
