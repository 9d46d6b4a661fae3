using MetricPlugins;

[Plugin("labelled", Summary = "Its DLL says that it was built on another stack.")]
public sealed class Labelled : MetricLoss
{
    public override LossResult Compute(Batch batch) => throw new NotSupportedException();
}
