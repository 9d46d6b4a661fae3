namespace MetricPlugins.Host.Images;

/// <summary>An image that cannot be read.</summary>
/// <param name="Row">Its place in the split.</param>
/// <param name="Name">Its file.</param>
/// <param name="Fault">What is wrong with it.</param>
internal sealed record BrokenImage(int Row, string Name, string Fault)
{
    /// <summary>The places that are left of so many, in rising order.</summary>
    public static long[] Others(int count, IReadOnlyList<BrokenImage> broken)
    {
        var left = broken.Select(image => image.Row).ToHashSet();
        return [.. Enumerable.Range(0, count).Where(row => !left.Contains(row)).Select(row => (long)row)];
    }
}
