using MetricPlugins.Conformance;
using MetricPlugins.Tests.Host;

namespace MetricPlugins.Tests.Conformance;

public class OrderRuleTests
{
    [Fact]
    public void A_loss_that_takes_the_first_of_each_class_is_excused()
    {
        var finding = Check<FirstOfClass>();
        Assert.Equal(Outcome.Skipped, finding.Outcome);
        Assert.Contains("position within its class", finding.Tried);
    }

    [Fact]
    public void One_that_takes_the_first_of_the_batch_is_not() => Assert.Equal(Outcome.Failed, Check<FirstOfBatch>().Outcome);

    private static Finding Check<T>() => new OrderRule().Check(Plugins.Subject<T>());
}

/// <summary>Squared distances to the first sample of the same class.</summary>
[Plugin("first-of-class", Summary = "Pulls to the first sample of the class.")]
public sealed class FirstOfClass : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var (positives, _) = Pairwise.Masks(batch);
        var first = Pairwise.SameClass(batch).to(torch.ScalarType.Int32).argmax(1, true);
        var distances = Pairwise.Euclidean(batch).square().gather(1, first);
        return LossResult.Of(distances, positives.any(1, true), TermAverage.All);
    }
}

/// <summary>Squared distances to the first sample of the batch.</summary>
[Plugin("first-of-batch", Summary = "Pulls to the first sample of the batch.")]
public sealed class FirstOfBatch : MetricLoss
{
    public override LossResult Compute(Batch batch)
    {
        var distances = Pairwise.Euclidean(batch).square().narrow(1, 0, 1);
        return LossResult.Of(distances, batch.Labels.ge(0).unsqueeze(1), TermAverage.All);
    }
}
