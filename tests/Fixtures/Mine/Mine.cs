using MetricPlugins;

[Plugin("mine", Summary = "Pulls pairs of one class together.")]
public sealed class Mine(Mine.Options options) : PairLoss
{
    public sealed record Options([Range(0.0, 10.0)] double Weight = 1.0);

    public override LossResult Compute(Batch batch)
    {
        var (positives, _) = Pairwise.Masks(batch, unordered: true);
        return LossResult.Of(Pairwise.Euclidean(batch).square() * options.Weight, positives, TermAverage.All);
    }
}
