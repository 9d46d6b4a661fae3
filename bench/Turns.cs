namespace MetricPlugins.Bench;

/// <summary>Seconds of both sides, measured alternately.</summary>
internal sealed class Turns
{
    private readonly List<(double Ours, double Peer)> pairs = [];

    public double Ours => Median(pairs.Select(p => p.Ours));

    public double Peer => Median(pairs.Select(p => p.Peer));

    public double Ratio => Median(Ratios);

    public double LeastRatio => Ratios.Min();

    public double GreatestRatio => Ratios.Max();

    private IEnumerable<double> Ratios => pairs.Select(p => p.Ours / p.Peer);

    public void Add(double ours, double peer) => pairs.Add((ours, peer));

    public static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
