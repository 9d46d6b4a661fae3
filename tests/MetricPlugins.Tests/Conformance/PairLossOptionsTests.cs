using MetricPlugins.Host.Plugins;
using MetricPlugins.Losses;
using MetricPlugins.Tests.Host;

namespace MetricPlugins.Tests.Conformance;

/// <summary>Options that the host adds to a plugin's own.</summary>
public class PairLossOptionsTests
{
    /// <summary>Has the name to itself: the host adds none to it.</summary>
    [Plugin("own-memory", Summary = "No loss of pairs, with an option memory.")]
    public sealed class OwnMemory(OwnMemory.Options options) : MetricLoss
    {
        public sealed record Options(double Memory = 0.5);

        public double Held => options.Memory;

        public override LossResult Compute(Batch batch) => throw new NotSupportedException();
    }

    [Theory]
    [InlineData(typeof(ContrastiveLoss), true)]
    [InlineData(typeof(TripletLoss), true)]
    [InlineData(typeof(NPairLoss), true)]
    [InlineData(typeof(InfoNceLoss), true)]
    [InlineData(typeof(SupConLoss), true)]
    [InlineData(typeof(ArcFaceLoss), false)]
    [InlineData(typeof(CclLoss), false)]
    public void Losses_that_compare_samples_have_a_memory(Type loss, bool expected)
    {
        var plugin = PluginInfo.Of(loss, new PluginAttribute("any"), "any.dll");
        Assert.Equal(expected, plugin.IsPairLoss);
        Assert.Equal(expected ? ["memory=0 (0 to 100000)"] : [], plugin.Options.Where(o => o.IsHosts).Select(o => o.ToString()));
        Assert.All(plugin.Options.Where(o => o.IsHosts), o => Assert.Contains("earlier batches", o.Description));
    }

    [Fact]
    public void At_its_default_it_is_told_nowhere()
    {
        var options = Plugins.Use<ContrastiveLoss>("memory=0").Options;
        Assert.Equal(("default", 0, true), (options.Variant, options.Memory, options.AreDefault));
        Assert.Equal("""{"margin":1,"pairs":"all","average":"all"}""", options.ToJson().ToJsonString());
    }

    [Fact]
    public void A_memory_stands_in_variant_and_json_and_is_kept_from_the_plugins_own()
    {
        var use = Plugins.Use<ContrastiveLoss>("memory=1024", "margin=0.5");
        Assert.Equal(("margin-0.5_memory-1024", 1024, false), (use.Options.Variant, use.Options.Memory, use.Options.AreDefault));
        Assert.Equal("""{"margin":0.5,"pairs":"all","average":"all","memory":1024}""", use.Options.ToJson().ToJsonString());
        Assert.Equal(3, use.Options.Values.Length);
        using var generator = new torch.Generator(0, torch.CPU);
        using var loss = use.CreateLoss(new LossContext(2, 2, torch.CPU, generator));
        Assert.IsType<ContrastiveLoss>(loss);
    }

    [Fact]
    public void Another_loss_may_have_an_option_of_that_name()
    {
        var use = Plugins.Use<OwnMemory>("memory=0.25");
        Assert.Equal(0, use.Options.Memory);
        using var generator = new torch.Generator(0, torch.CPU);
        using var loss = use.CreateLoss(new LossContext(2, 2, torch.CPU, generator));
        Assert.Equal(0.25, Assert.IsType<OwnMemory>(loss).Held);
    }
}
