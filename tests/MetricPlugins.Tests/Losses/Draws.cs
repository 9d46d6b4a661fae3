namespace MetricPlugins.Tests.Losses;

/// <summary>Random choices, told by the value that a loss takes under each.</summary>
internal static class Draws
{
    /// <summary>Equally likely outcomes all come, nothing else does, and the counts pass a chi-square test at one in a thousand.</summary>
    public static void AreUniform(IEnumerable<double> outcomes, int draws, Func<double> draw)
    {
        var weights = outcomes.CountBy(Rounded).ToDictionary();
        var counts = Enumerable.Range(0, draws).CountBy(_ => Rounded(draw())).ToDictionary();
        Assert.Equal(weights.Keys.Order(), counts.Keys.Order());

        var expected = weights.ToDictionary(w => w.Key, w => (double)draws * w.Value / weights.Values.Sum());
        var statistic = expected.Sum(e => Math.Pow(counts[e.Key] - e.Value, 2) / e.Value);
        Assert.InRange(statistic, 0, Quantile(weights.Count - 1));
    }

    /// <summary>The same seed makes the same choices; among a few others one makes others.</summary>
    public static void FollowTheSeed(Func<long, double> draw)
    {
        Assert.Equal(draw(3), draw(3));
        Assert.Contains(Enumerable.Range(4, 20), seed => draw(seed) != draw(3));
    }

    private static double Rounded(double value) => Math.Round(value, 9);

    /// <summary>What chi-square exceeds once in a thousand times: Wilson's and Hilferty's approximation.</summary>
    private static double Quantile(int freedom)
    {
        var variance = 2.0 / (9 * freedom);
        return freedom * Math.Pow(1 - variance + 3.0902 * Math.Sqrt(variance), 3);
    }
}
