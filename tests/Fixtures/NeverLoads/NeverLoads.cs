using MetricPlugins;

[Plugin("never-loads", Summary = "Has an option whose limits are never known.")]
public sealed class NeverLoads(NeverLoads.Options options) : MetricLoss
{
    public sealed record Options([Limited] double Weight = 1.0);

    public override LossResult Compute(Batch batch) => throw new NotSupportedException($"{options}");

    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class LimitedAttribute() : RangeAttribute(0.0, Limit())
    {
        private static double Limit()
        {
            Thread.Sleep(Timeout.Infinite);
            return 1;
        }
    }
}
