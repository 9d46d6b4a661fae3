using MetricPlugins.Conformance;
using MetricPlugins.Tests.Host;

namespace MetricPlugins.Tests.Conformance;

public class SettingsTests
{
    [Fact]
    public void Every_combination_of_choices_is_tried_and_what_was_given_held_fast()
    {
        var plugin = Plugins.Use<MetricPlugins.Losses.TripletLoss>().Plugin;
        Assert.Equal(16, Settings.Of(plugin, []).Distinct().Count());
        Assert.Equal(
            ["mining=all", "mining=all,average=active", "mining=all,distance=squared", "mining=all,distance=squared,average=active"],
            Settings.Of(plugin, [KeyValuePair.Create("mining", "all")]));
    }

    [Fact]
    public void Where_combinations_are_too_many_each_choice_is_tried_by_itself()
    {
        var plugin = Plugins.Use<ManySwitches>().Plugin;
        Assert.Equal(
            ["defaults", "a=true", "b=true", "c=true", "d=true", "e=true", "f=true", "g=true"],
            Settings.Of(plugin, []));
    }
}

[Plugin("many-switches", Summary = "Has seven options of two values.")]
public sealed class ManySwitches(ManySwitches.Options options) : MetricLoss
{
    public sealed record Options(bool A = false, bool B = false, bool C = false, bool D = false, bool E = false, bool F = false, bool G = false);

    public object Held => options;

    public override LossResult Compute(Batch batch) => throw new NotSupportedException();
}
