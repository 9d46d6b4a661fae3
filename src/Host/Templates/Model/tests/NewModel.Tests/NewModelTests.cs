using MetricPlugins.Conformance;

public class NewModelTests
{
    [Fact]
    public void It_keeps_every_rule_of_the_contract() => PluginCheck.Of(typeof(NewModel)).ThrowIfFailed();
}
