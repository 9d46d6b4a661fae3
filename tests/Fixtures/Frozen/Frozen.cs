using MetricPlugins;

/// <summary>A frozen random layer below a trained one, which tells how often the frozen one ran.</summary>
[Plugin("frozen", Summary = "A frozen random layer below a trained one.")]
public sealed class Frozen(ModelContext context) : EmbeddingModel
{
    private readonly CountedLinear backbone = new(context.InputShape[0], 16);
    private readonly Module<Tensor, Tensor> head = Linear(16, 8);

    public override int EmbeddingSize => 8;

    public override Module<Tensor, Tensor> Backbone => backbone;

    protected override Tensor Head(Tensor features) => head.call(features);

    private sealed class CountedLinear : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> layer;
        private long rows;

        public CountedLinear(long inputs, long outputs) : base(nameof(CountedLinear))
        {
            layer = Linear(inputs, outputs);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            rows += input.shape[0];
            Console.Error.WriteLine($"backbone has seen {rows} rows");
            return layer.call(input);
        }
    }
}

/// <summary>Its gradient never reaches the embeddings.</summary>
[Plugin("detached", Summary = "Its gradient never reaches the embeddings.")]
public sealed class Detached : MetricLoss
{
    private readonly TorchSharp.Modules.Parameter weight = Parameter(ones(1));

    public override LossResult Compute(Batch batch) => new(weight.square().sum(), ones(1, ScalarType.Int64).sum(), ones(1, ScalarType.Int64).sum());
}

/// <summary>A centre bank: a parameter of the loss, and a count of the steps after which the host called.</summary>
[Plugin("centers", Summary = "Pulls each sample to its class's learned centre.")]
public sealed class Centers(LossContext context) : MetricLoss
{
    private readonly TorchSharp.Modules.Parameter centers = Parameter(zeros(context.Classes, context.EmbeddingSize));
    private int steps;

    public override LossResult Compute(Batch batch)
    {
        var known = batch.Labels.ge(0);
        var values = (batch.Embeddings - centers.index_select(0, batch.Labels.clamp_min(0))).square().sum(1);
        return LossResult.Of(values, known, TermAverage.All);
    }

    public override void AfterStep(Batch batch) => Console.Error.WriteLine($"after step {++steps}");
}
