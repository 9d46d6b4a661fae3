using MetricPlugins;

[Plugin("other-size", Summary = "Gives larger embeddings than it says.")]
public sealed class OtherSize(ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layer = Linear(context.InputShape[0], 12);

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => layer.call(features);
}

[Plugin("not-unit-rows", Summary = "Gives zeros for some samples, which nothing can normalise.")]
public sealed class NotUnitRows(ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layer = Linear(context.InputShape[0], 8);

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => layer.call(features) * features.narrow(1, 0, 1).gt(0.5);
}

[Plugin("idle-layer", Summary = "Has a layer that nothing goes through.")]
public sealed class IdleLayer(ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layer = Linear(context.InputShape[0], 8);
    private readonly Module<Tensor, Tensor> idle = Linear(8, 8);

    public override int EmbeddingSize => 8;

    public Module<Tensor, Tensor> Idle => idle;

    protected override Tensor Head(Tensor features) => layer.call(features);
}

[Plugin("looks-around", Summary = "Takes the mean of the batch away, so that a sample alone is nothing.")]
public sealed class LooksAround(ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layer = Linear(context.InputShape[0], 8, hasBias: false);

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => layer.call(features - features.mean([0], keepdim: true));
}

[Plugin("forgetful", Summary = "Has a part that is not registered.")]
public sealed class Forgetful : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layer;
    private readonly Tensor shift;

    public Forgetful(ModelContext context)
    {
        layer = Linear(context.InputShape[0], 8);
        register_module(nameof(layer), layer);
        shift = randn(8);
    }

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => layer.call(features) + shift;
}

[Plugin("unseeded", Summary = "Begins at weights of the machine's own randomness.")]
public sealed class Unseeded(ModelContext context) : EmbeddingModel
{
    private readonly TorchSharp.Modules.Parameter weights = Parameter(randn(context.InputShape[0], 8) + Random.Shared.NextDouble());

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => features.mm(weights);
}

[Plugin("dropout", Summary = "Keeps every rule, with dropout.")]
public sealed class WithDropout(ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layers = Sequential(Linear(context.InputShape[0], 16), Dropout(0.5), Linear(16, 8));

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => layers.call(features);
}

[Plugin("not-made", Summary = "Cannot be made, and not for the shape of the samples.")]
public sealed class NotMade : EmbeddingModel
{
    public NotMade(ModelContext context) => throw new ArgumentException($"no weights for {context.Classes} classes");

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => features;
}

[Plugin("rolls-dice", Summary = "Adds noise in evaluation, too.")]
public sealed class RollsDice(ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layer = Linear(context.InputShape[0], 8);

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => layer.call(features) + rand(8);
}

[Plugin("batch-norm", Summary = "Keeps every rule, with batch normalisation.")]
public sealed class WithBatchNorm(ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layers = Sequential(Linear(context.InputShape[0], 16, hasBias: false), BatchNorm1d(16), ReLU(), Linear(16, 8));

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => layers.call(features);
}

[Plugin("drifts", Summary = "Moves its embeddings at every call.")]
public sealed class Drifts(ModelContext context) : EmbeddingModel
{
    private readonly Module<Tensor, Tensor> layer = Linear(context.InputShape[0], 8);
    private int calls;

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => layer.call(features) + calls++;
}

[Plugin("strange-shape", Summary = "Takes samples of no usual shape, and says so.")]
public sealed class StrangeShape : EmbeddingModel
{
    public StrangeShape(ModelContext context) =>
        throw new InvalidInputException($"strange-shape takes vectors of 7 numbers; got [{string.Join(", ", context.InputShape)}].");

    public override int EmbeddingSize => 8;

    protected override Tensor Head(Tensor features) => features;
}
