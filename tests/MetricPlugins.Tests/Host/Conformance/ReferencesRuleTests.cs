using MetricPlugins.Host.Conformance;
using MetricPlugins.Host.Conformance.Losses;
using MetricPlugins.Losses;

namespace MetricPlugins.Tests.Host.Conformance;

public class ReferencesRuleTests
{
    [Fact]
    public void A_pair_loss_that_heeds_its_memory_keeps_it() => Assert.Equal(FindingKind.Passed, Check<TripletLoss>().Kind);

    [Fact]
    public void A_pair_loss_that_leaves_its_memory_aside_breaks_it()
    {
        var finding = Check<LeavesMemoryAside>();
        Assert.Equal(FindingKind.Failed, finding.Kind);
        Assert.Equal("a memory that has all positives and negatives changes nothing", finding.Problem);
        Assert.Contains("remembered rows", finding.Case);
    }

    [Fact]
    public void A_loss_that_gets_no_memory_is_excused()
    {
        var finding = Check<ArcFaceLoss>();
        Assert.Equal(FindingKind.Skipped, finding.Kind);
        Assert.Contains("no PairLoss", finding.Tried);
    }

    private static Finding Check<T>() => new ReferencesRule().Check(new Subject(Plugins.Use<T>(), torch.CPU, null));
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
