using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Tests.Host;

public class PluginTrialTests
{
    [Fact]
    public void A_plugin_that_throws_when_made_is_a_fault_of_one_line()
    {
        var faults = Try("ThrowsInConstructor", "ThrowsInModule");
        Assert.Equal(
            [
                "Loss doomed throws InvalidOperationException in its module initializer: no licence was found",
                "Loss hasty throws InvalidOperationException in its constructor: the table is empty",
                "Dataset jinxed throws FormatException in the static constructor of Jinxed: the index is damaged",
            ],
            faults.Select(f => f.Reason));
        Assert.Equal(["Fixture.ThrowsInModule.dll", "Fixture.ThrowsInConstructor.dll", "Fixture.ThrowsInConstructor.dll"], faults.Select(f => Path.GetFileName(f.File)));
    }

    [Fact]
    public void Plugins_that_can_be_made_are_no_faults() => Assert.Empty(Try("Mine", "Frozen", "SideBySideA", "SideBySideB"));

    [Fact]
    public void It_leaves_the_default_generator_and_the_memory_as_they_were()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(7);
        var undisturbed = torch.rand(3).data<float>().ToArray();
        torch.manual_seed(7);
        var before = LiveTensors.Count();
        Try("ThrowsInConstructor", "Frozen");
        Assert.Equal(before, LiveTensors.Count());
        Assert.Equal(undisturbed, torch.rand(3).data<float>().ToArray());
    }

    private static IReadOnlyList<PluginFault> Try(params string[] fixtures) =>
        PluginTrial.Faults(PluginCatalog.Load(fixtures.Select(Repository.Fixture)));
}
