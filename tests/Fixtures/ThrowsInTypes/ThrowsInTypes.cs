using System.Runtime.InteropServices;
using MetricPlugins;

[Plugin("overlapping", Summary = "Has a field that the runtime does not lay out.")]
public sealed class Overlapping : MetricLoss
{
    private readonly Overlap overlap = new();

    public override LossResult Compute(Batch batch) => throw new NotSupportedException($"{overlap.Number} {overlap.Text}");

    [StructLayout(LayoutKind.Explicit)]
    private readonly struct Overlap
    {
        [FieldOffset(0)]
        public readonly long Number = 1;

        [FieldOffset(0)]
        public readonly string Text = "";

        public Overlap()
        {
        }
    }
}

[Plugin("hexed", Summary = "An attribute of its options throws when read.")]
public sealed class Hexed(Hexed.Options options) : MetricLoss
{
    public sealed record Options([Limited] double Weight = 1.0);

    public override LossResult Compute(Batch batch) => throw new NotSupportedException($"{options}");

    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class LimitedAttribute() : RangeAttribute(0.0, Limit())
    {
        private static double Limit() => throw new InvalidOperationException("the limits are not known");
    }
}

[Plugin("whole", Summary = "Works, whatever its neighbours do.")]
public sealed class Whole : MetricLoss
{
    public override LossResult Compute(Batch batch) => LossResult.Of(batch.Embeddings.square().sum(1), batch.Labels.numel(), TermAverage.All);
}
