namespace McMaster.NETCore.Plugins.Tests;

public sealed class ReplacedFileTests
{
    private const string Dependency = "Fixture.Phrases.dll";

    [Fact]
    public void Files_loaded_in_memory_can_be_overwritten_while_in_use()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.Load(config => config.LoadInMemory = true);
        var greeter = PluginFixture.LoadGreeter(loader);
        var speaker = greeter.Greet().Speaker;

        Overwrite(plugin, Dependency);

        Assert.Empty(speaker.GetType().Assembly.Location);
        Assert.Equal("Hello", greeter.Greet().Text);
        using var later = plugin.Load(config => config.LoadInMemory = true);
        Assert.Equal("Hello again", PluginFixture.LoadGreeter(later).Greet().Text);
    }

    [Fact]
    public void Reload_takes_the_replaced_files()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.Load(config => (config.LoadInMemory, config.IsUnloadable) = (true, true));
        Assert.Equal("Hello", PluginFixture.LoadGreeter(loader).Greet().Text);

        Overwrite(plugin, Dependency);
        loader.Reload();

        Assert.Equal("Hello again", PluginFixture.LoadGreeter(loader).Greet().Text);
    }

    [Fact]
    public async Task Hot_reload_raises_reloaded_when_a_file_is_replaced()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.Load(config => (config.EnableHotReload, config.ReloadDelay) = (true, TimeSpan.FromMilliseconds(50)));
        var reloaded = new TaskCompletionSource<PluginLoader>(TaskCreationOptions.RunContinuationsAsynchronously);
        loader.Reloaded += (_, arguments) => reloaded.TrySetResult(arguments.Loader);
        Assert.Equal("Hello", PluginFixture.LoadGreeter(loader).Greet().Text);

        Overwrite(plugin, Dependency);

        Assert.Same(loader, await reloaded.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal("Hello again", PluginFixture.LoadGreeter(loader).Greet().Text);
    }

    private static void Overwrite(PluginFixture plugin, string file) =>
        File.Copy(PluginFixture.BuiltFile(2, file), plugin[file], overwrite: true);
}
