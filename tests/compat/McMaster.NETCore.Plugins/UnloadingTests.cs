using System.Runtime.CompilerServices;

namespace McMaster.NETCore.Plugins.Tests;

public sealed class UnloadingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_disposed_unloadable_plugin_is_collected(bool inMemory)
    {
        using var plugin = PluginFixture.Greeter(1);

        Assert.True(IsCollected(GreetAndDispose(plugin, inMemory)));
    }

    [Fact]
    public void A_reloaded_plugin_leaves_its_former_context_to_be_collected()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.LoadUnloadable();

        Assert.True(IsCollected(GreetAndReload(loader)));
        Assert.Equal("Hello", PluginFixture.LoadGreeter(loader).Greet().Text);
    }

    [Fact]
    public void Reload_raises_reloaded_with_its_loader()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.LoadUnloadable();
        var raised = new List<(object Sender, PluginLoader Loader)>();
        loader.Reloaded += (sender, arguments) => raised.Add((sender, arguments.Loader));

        loader.Reload();

        Assert.Equal([(loader, loader)], raised);
    }

    [Fact]
    public void Reload_is_refused_when_the_plugin_cannot_be_unloaded()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.Load();

        Assert.Throws<InvalidOperationException>(loader.Reload);
    }

    [Fact]
    public void A_disposed_loader_loads_nothing_more()
    {
        using var plugin = PluginFixture.Greeter(1);
        var loader = plugin.LoadUnloadable();
        loader.Dispose();
        loader.Dispose();

        Assert.Throws<ObjectDisposedException>(() => loader.LoadDefaultAssembly());
        Assert.Throws<ObjectDisposedException>(() => loader.LoadAssembly("Fixture.Phrases"));
        Assert.Throws<ObjectDisposedException>(loader.Reload);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference GreetAndDispose(PluginFixture plugin, bool inMemory)
    {
        using var loader = plugin.Load(config =>
        {
            config.IsUnloadable = true;
            config.LoadInMemory = inMemory;
        });
        Assert.Equal("Hello", PluginFixture.LoadGreeter(loader).Greet().Text);
        return new WeakReference(loader.LoadContext);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference GreetAndReload(PluginLoader loader)
    {
        Assert.Equal("Hello", PluginFixture.LoadGreeter(loader).Greet().Text);
        var former = new WeakReference(loader.LoadContext);
        loader.Reload();
        return former;
    }

    private static bool IsCollected(WeakReference reference)
    {
        for (var attempt = 0; attempt < 20 && reference.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return !reference.IsAlive;
    }
}
