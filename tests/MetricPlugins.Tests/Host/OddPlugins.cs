namespace MetricPlugins.Tests.Host;

/// <summary>Its loss is not a number from the given step on.</summary>
[Plugin("faulty", Summary = "Its loss is not a number from a step on.")]
public sealed class Faulty(Faulty.Options options) : MetricLoss
{
    private int step;

    public sealed record Options(int From = 60);

    public override LossResult Compute(Batch batch)
    {
        var (positives, _) = Pairwise.Masks(batch);
        var result = LossResult.Of(Pairwise.Euclidean(batch).square(), positives, TermAverage.All);
        return step++ < options.From ? result : result with { Loss = result.Loss + double.NaN };
    }
}

[Plugin("fragile", Summary = "Throws at its third step.")]
public sealed class Fragile : MetricLoss
{
    private int step;

    public override LossResult Compute(Batch batch)
    {
        if (++step == 3)
            throw new InvalidOperationException("the third step");
        var (positives, _) = Pairwise.Masks(batch);
        return LossResult.Of(Pairwise.Euclidean(batch), positives, TermAverage.All);
    }
}

[Plugin("choosy", Summary = "Refuses what it is given.")]
public sealed class Choosy : MetricLoss
{
    public Choosy(LossContext context) => throw new InvalidInputException($"choosy wants another than the class count {context.Classes} and {context.EmbeddingSize} columns.");

    public override LossResult Compute(Batch batch) => throw new NotSupportedException();
}

[Plugin("broken", Summary = "Its backbone throws.")]
public sealed class Broken : EmbeddingModel
{
    public override int EmbeddingSize => 2;

    public override torch.nn.Module<torch.Tensor, torch.Tensor> Backbone => throw new NotSupportedException("no such features");

    protected override torch.Tensor Head(torch.Tensor features) => features;
}

/// <summary>Drops features at random while it trains.</summary>
[Plugin("forgetful", Summary = "Drops features at random while it trains.")]
public sealed class Forgetful(ModelContext context) : EmbeddingModel
{
    private readonly TorchSharp.Modules.Linear layer = torch.nn.Linear(context.InputShape[0], 8);
    private readonly TorchSharp.Modules.Dropout dropout = torch.nn.Dropout(0.3);

    public override int EmbeddingSize => 8;

    protected override torch.Tensor Head(torch.Tensor features) => dropout.call(layer.call(features));
}
