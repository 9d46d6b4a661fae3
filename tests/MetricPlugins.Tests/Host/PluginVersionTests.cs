using System.Reflection;
using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Tests.Host;

public class PluginVersionTests
{
    [Theory]
    [InlineData("0.2.0", "0.2.0", true)]
    [InlineData("0.2.1", "0.2.0", true)]
    [InlineData("0.2.0", "0.2.1", false)]
    [InlineData("0.3.0", "0.2.0", false)]
    [InlineData("1.0.0", "0.2.0", false)]
    [InlineData("1.2.0", "1.0.0", true)]
    [InlineData("1.2.0", "1.3.0", false)]
    [InlineData("2.0.0", "1.9.0", false)]
    public void A_version_keeps_what_earlier_ones_of_its_kind_promised(string ours, string built, bool keeps) =>
        Assert.Equal(keeps, SharedAssemblies.Keeps(Version.Parse(ours), Version.Parse(built)));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void An_older_FSharp_Core_than_the_installs_will_do(int majors, bool fits)
    {
        var ours = typeof(Microsoft.FSharp.Core.Unit).Assembly.GetName();
        var built = new Version(ours.Version!.Major + majors, 0, 0, 0);
        var misfit = SharedAssemblies.Misfit(new AssemblyName(ours.Name!) { Version = built });
        Assert.Equal(fits, misfit is null);
        Assert.True(fits || misfit!.StartsWith($"built against FSharp.Core {built.ToString(3)}; this install ", StringComparison.Ordinal));
    }

    [Fact]
    public void Assemblies_that_are_not_shared_fit_in_any_version() =>
        Assert.Null(SharedAssemblies.Misfit(new AssemblyName("Private.Library") { Version = new Version(99, 0, 0, 0) }));
}
