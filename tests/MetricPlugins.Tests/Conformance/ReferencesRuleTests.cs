using MetricPlugins.Conformance;
using MetricPlugins.Losses;
using MetricPlugins.Tests.Host;

namespace MetricPlugins.Tests.Conformance;

public class ReferencesRuleTests
{
    [Fact]
    public void A_pair_loss_that_heeds_its_memory_keeps_it() => Assert.Equal(Outcome.Passed, Check<TripletLoss>().Outcome);

    [Fact]
    public void A_pair_loss_that_leaves_its_memory_aside_breaks_it()
    {
        var finding = Check<LeavesMemoryAside>();
        Assert.Equal(Outcome.Failed, finding.Outcome);
        Assert.Equal("a memory that holds all positives and negatives has no effect", finding.Problem);
        Assert.Contains("remembered rows", finding.Case);
    }

    [Fact]
    public void A_loss_that_gets_no_memory_is_excused()
    {
        var finding = Check<ArcFaceLoss>();
        Assert.Equal(Outcome.Skipped, finding.Outcome);
        Assert.Contains("not a PairLoss", finding.Tried);
    }

    private static Finding Check<T>() => new ReferencesRule().Check(Plugins.Subject<T>());
}

/// <summary>Compares the batch with itself alone.</summary>
[Plugin("leaves-memory-aside", Summary = "Says that it compares references, and does not.")]
public sealed class LeavesMemoryAside : PairLoss
{
    public override LossResult Compute(Batch batch)
    {
        var own = new Batch(batch.Embeddings, batch.Labels);
        var (positives, _) = Pairwise.Masks(own, unordered: true);
        return LossResult.Of(Pairwise.Euclidean(own).square(), positives, TermAverage.All);
    }
}
