using MetricPlugins;

[Plugin("sullen", Summary = "Throws while it loads.")]
public sealed class Sullen : Dataset
{
    public override IReadOnlyList<string> Classes => ["one"];

    public override Samples Load(Split split) => throw new FormatException("the index is damaged");
}

[Plugin("empty-handed", Summary = "Gives nothing.")]
public sealed class EmptyHanded : Dataset
{
    public override IReadOnlyList<string> Classes => ["one"];

    public override Samples Load(Split split) => null!;
}

[Plugin("askew", Summary = "Gives larger embeddings than it says.")]
public sealed class Askew(ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layer = Linear(context.InputShape[0], 12);

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => layer.call(features);
}

[Plugin("chatty", Summary = "Prints when it is made.")]
public sealed class Chatty : MetricLoss
{
    public Chatty() => Console.WriteLine("chatty says hello");

    public override LossResult Compute(Batch batch) => LossResult.Of(batch.Embeddings.square(), batch.Embeddings.numel(), TermAverage.All);
}

[Plugin("leaves", Summary = "Ends its process as if all were well.")]
public sealed class Leaves : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        Environment.Exit(0);
        return LossResult.Of(batch.Embeddings.square(), batch.Embeddings.numel(), TermAverage.All);
    }
}
