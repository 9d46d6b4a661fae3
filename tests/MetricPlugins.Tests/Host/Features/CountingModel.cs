namespace MetricPlugins.Tests.Host.Features;

/// <summary>Its backbone multiplies pixels by a weight and counts the rows that it is given.</summary>
internal sealed class CountingModel : EmbeddingModel
{
    private readonly Counting backbone;

    public CountingModel(ImageInput? input = null, double weight = 2, string settings = "counting", Action<int>? seen = null)
    {
        backbone = new Counting(weight, seen ?? (_ => { }));
        register_module(nameof(backbone), backbone);
        (ImageInput, BackboneSettings) = (input, settings);
    }

    /// <summary>Rows that the backbone has seen.</summary>
    public int Rows => backbone.Rows;

    /// <summary>What is added to its features: code, and no weight.</summary>
    public double Added { set => backbone.Added = value; }

    public override int EmbeddingSize => 2;

    public override torch.nn.Module<torch.Tensor, torch.Tensor> Backbone => backbone;

    public override string BackboneSettings { get; }

    public override ImageInput? ImageInput { get; }

    protected override torch.Tensor Head(torch.Tensor features) => features.narrow(1, 0, 2);

    private sealed class Counting : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private readonly TorchSharp.Modules.Parameter weight;
        private readonly Action<int> seen;

        public Counting(double weight, Action<int> seen) : base(nameof(Counting))
        {
            (this.weight, this.seen) = (new(torch.tensor(weight, torch.ScalarType.Float32), requires_grad: false), seen);
            RegisterComponents();
        }

        public int Rows { get; private set; }

        public double Added { get; set; }

        public override torch.Tensor forward(torch.Tensor input)
        {
            using var scope = torch.NewDisposeScope();
            Rows += (int)input.shape[0];
            seen(Rows);
            return ((input.flatten(1) * weight) + Added).MoveToOuterDisposeScope();
        }
    }
}
