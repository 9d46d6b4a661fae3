using MetricPlugins;

[Plugin("hasty", Summary = "Throws in its constructor, in two lines.")]
public sealed class Hasty : MetricLoss
{
    public Hasty() => throw new InvalidOperationException("the table\n  is empty");

    public override LossResult Compute(Batch batch) => throw new NotSupportedException();
}

[Plugin("jinxed", Summary = "Throws in its static constructor.")]
public sealed class Jinxed : Dataset
{
    static Jinxed() => throw new FormatException("the index is damaged");

    public override IReadOnlyList<string> Classes => [];

    public override Samples Load(Split split) => throw new NotSupportedException();
}

[Plugin("picky", Summary = "Refuses every input in its own words.")]
public sealed class Picky : EmbeddingModel
{
    public Picky(ModelContext context) => throw new InvalidInputException($"picky takes sounds; got [{string.Join(", ", context.InputShape)}].");

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => throw new NotSupportedException();
}

[Plugin("images-only", Summary = "Thinks of nothing but images, and draws its weights from the default generator.")]
public sealed class ImagesOnly(ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layer = Linear(context.InputShape[1] * context.InputShape[2], 8);

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => layer.call(features);
}
