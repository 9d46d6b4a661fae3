using System.Reflection;
using System.Runtime.Loader;
using Fixture;

namespace McMaster.NETCore.Plugins.Tests;

public sealed class SharedTypesTests
{
    [Fact]
    public void A_shared_type_is_the_hosts_though_the_plugin_brings_a_copy()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.Load();

        Assert.True(File.Exists(plugin["Fixture.Contract.dll"]));
        Assert.IsAssignableFrom<IGreeter>(PluginFixture.LoadGreeter(loader));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_assemblies_a_shared_one_references_are_shared_too(bool lazily)
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.Load(config => config.IsLazyLoaded = lazily);

        Assert.Same(typeof(Greeting).Assembly, loader.LoadAssembly("Fixture.Vocabulary"));
        Assert.IsType<Greeting>(PluginFixture.LoadGreeter(loader).Greet());
    }

    [Fact]
    public void Nothing_is_shared_unless_asked()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = PluginLoader.CreateFromAssemblyFile(plugin.MainAssembly);

        var contract = loader.LoadAssembly(typeof(IGreeter).Assembly.GetName());

        Assert.NotSame(typeof(IGreeter).Assembly, contract);
        Assert.Equal(plugin["Fixture.Contract.dll"], contract.Location);
    }

    [Fact]
    public void Prefer_shared_types_shares_whatever_the_host_has()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = PluginLoader.CreateFromAssemblyFile(plugin.MainAssembly, config => config.PreferSharedTypes = true);

        var greeter = PluginFixture.LoadGreeter(loader);

        Assert.Same(loader.LoadContext, ContextOf(greeter.Greet().Speaker));
    }

    [Fact]
    public void A_private_assembly_stays_private_though_shared_types_are_preferred()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = PluginLoader.CreateFromAssemblyFile(plugin.MainAssembly, config =>
        {
            config.PreferSharedTypes = true;
            config.PrivateAssemblies.Add(typeof(IGreeter).Assembly.GetName());
        });

        Assert.NotSame(typeof(IGreeter).Assembly, loader.LoadAssembly("Fixture.Contract"));
        Assert.Same(typeof(Greeting).Assembly, loader.LoadAssembly("Fixture.Vocabulary"));
    }

    [Fact]
    public void A_shared_assembly_comes_from_the_default_context_of_the_configuration()
    {
        using var host = PluginFixture.Greeter(1);
        using var plugin = PluginFixture.Greeter(2);
        using var hostLoader = PluginLoader.CreateFromAssemblyFile(host.MainAssembly);
        using var loader = PluginLoader.CreateFromAssemblyFile(plugin.MainAssembly, config =>
        {
            config.DefaultContext = hostLoader.LoadContext;
            config.SharedAssemblies.Add(new AssemblyName("Fixture.Contract"));
        });

        Assert.Same(hostLoader.LoadAssembly("Fixture.Contract"), loader.LoadAssembly("Fixture.Contract"));
        Assert.Same(hostLoader.LoadAssembly("Fixture.Vocabulary"), loader.LoadAssembly("Fixture.Vocabulary"));
    }

    [Fact]
    public void Sharing_an_assembly_the_host_lacks_is_refused()
    {
        using var plugin = PluginFixture.Greeter(1);

        var exception = Assert.Throws<FileNotFoundException>(
            () => plugin.Load(config => config.SharedAssemblies.Add(new AssemblyName("Fixture.Phrases"))));

        Assert.Contains("Fixture.Phrases", exception.Message, StringComparison.Ordinal);
    }

    private static AssemblyLoadContext? ContextOf(object instance) =>
        AssemblyLoadContext.GetLoadContext(instance.GetType().Assembly);
}
