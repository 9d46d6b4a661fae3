using System.Reflection;
using McMaster.NETCore.Plugins.Loader;

namespace McMaster.NETCore.Plugins.Tests.Loader;

public sealed class SatelliteTests
{
    private const string Satellite = "Fixture.Greeter.resources";
    private static readonly string SatelliteFile = Path.Combine("de", Satellite + ".dll");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_satellite_is_found_in_its_cultures_folder(bool listed)
    {
        using var plugin = PluginFixture.Greeter(1);
        if (!listed)
            File.Delete(plugin["Fixture.Greeter.deps.json"]);
        using var loader = plugin.Load();

        Assert.Equal(plugin[SatelliteFile], loader.LoadAssembly(German).Location);
    }

    [Fact]
    public void A_satellite_is_found_under_a_resource_probing_path()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var resources = PluginFixture.Greeter(2);
        File.Delete(plugin[SatelliteFile]);
        var context = new AssemblyLoadContextBuilder()
            .SetMainAssemblyPath(plugin.MainAssembly)
            .AddResourceProbingPath(resources.Folder)
            .Build();

        Assert.Equal(resources[SatelliteFile], context.LoadFromAssemblyName(German).Location);
    }

    [Fact]
    public void A_culture_without_a_satellite_is_not_found()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.Load();

        Assert.Throws<FileNotFoundException>(() => loader.LoadAssembly(Satellite + ", Culture=fr"));
    }

    private static AssemblyName German => new(Satellite + ", Culture=de");
}
