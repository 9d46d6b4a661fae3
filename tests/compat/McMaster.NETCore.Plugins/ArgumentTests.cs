using System.Runtime.Loader;
using Fixture;

namespace McMaster.NETCore.Plugins.Tests;

public sealed class ArgumentTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("plugin.dll")]
    [InlineData("plugins/plugin.dll")]
    public void The_main_assembly_needs_an_absolute_path(string? path)
    {
        var exception = Assert.Throws<ArgumentException>(() => new PluginConfig(path!));

        Assert.Equal("mainAssemblyPath", exception.ParamName);
        Assert.Throws<ArgumentException>(() => PluginLoader.CreateFromAssemblyFile(path!));
    }

    [Fact]
    public void A_loader_needs_a_configuration() =>
        Assert.Equal("config", Assert.Throws<ArgumentNullException>(() => new PluginLoader(null!)).ParamName);

    [Fact]
    public void A_loader_needs_a_way_to_configure()
    {
        using var plugin = PluginFixture.Greeter(1);
        var exception = Assert.Throws<ArgumentNullException>(
            () => PluginLoader.CreateFromAssemblyFile(plugin.MainAssembly, (Action<PluginConfig>)null!));

        Assert.Equal("configure", exception.ParamName);
    }

    [Fact]
    public void A_configuration_begins_with_nothing_shared_private_or_unloadable()
    {
        using var plugin = PluginFixture.Greeter(1);
        var config = new PluginConfig(plugin.MainAssembly);

        Assert.Equal(plugin.MainAssembly, config.MainAssemblyPath);
        Assert.Empty(config.SharedAssemblies);
        Assert.Empty(config.PrivateAssemblies);
        Assert.False(config.PreferSharedTypes || config.IsLazyLoaded);
        Assert.False(config.IsUnloadable || config.LoadInMemory || config.EnableHotReload);
        Assert.Equal(TimeSpan.FromMilliseconds(200), config.ReloadDelay);
        Assert.Same(AssemblyLoadContext.Default, config.DefaultContext);
    }

    [Fact]
    public void Hot_reload_implies_unloadable_and_in_memory()
    {
        using var plugin = PluginFixture.Greeter(1);
        var config = new PluginConfig(plugin.MainAssembly) { EnableHotReload = true };

        Assert.True(config.IsUnloadable);
        Assert.True(config.LoadInMemory);
    }

    [Fact]
    public void Shared_types_become_shared_assemblies_before_the_caller_configures()
    {
        using var plugin = PluginFixture.Greeter(1);
        IEnumerable<string?> shared = [];
        using var loader = PluginLoader.CreateFromAssemblyFile(
            plugin.MainAssembly,
            isUnloadable: true,
            [typeof(IGreeter)],
            config => shared = [.. config.SharedAssemblies.Select(assembly => assembly.Name), $"unloadable: {config.IsUnloadable}"]);

        Assert.Equal(["Fixture.Contract", "unloadable: True"], shared);
    }
}
