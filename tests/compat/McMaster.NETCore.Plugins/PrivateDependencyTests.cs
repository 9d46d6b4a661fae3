using System.Runtime.Loader;

namespace McMaster.NETCore.Plugins.Tests;

public sealed class PrivateDependencyTests
{
    [Fact]
    public void Two_plugins_use_two_versions_of_one_dependency_side_by_side()
    {
        using var first = PluginFixture.Greeter(1);
        using var second = PluginFixture.Greeter(2);
        using var firstLoader = first.Load();
        using var secondLoader = second.Load();

        var greetings = new[] { firstLoader, secondLoader }.Select(loader => PluginFixture.LoadGreeter(loader).Greet()).ToArray();

        Assert.Equal(["Hello", "Hello again"], greetings.Select(greeting => greeting.Text));
        Assert.Equal(
            [new Version(1, 0, 0, 0), new Version(2, 0, 0, 0)],
            greetings.Select(greeting => greeting.Speaker.GetType().Assembly.GetName().Version));
    }

    [Fact]
    public void One_dependency_loaded_by_two_plugins_gives_two_types_of_one_name()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var firstLoader = plugin.Load();
        using var secondLoader = plugin.Load();

        var first = PluginFixture.LoadGreeter(firstLoader).Greet().Speaker.GetType();
        var second = PluginFixture.LoadGreeter(secondLoader).Greet().Speaker.GetType();

        Assert.Equal(first.AssemblyQualifiedName, second.AssemblyQualifiedName);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_plugin_lives_in_a_context_named_after_its_main_assembly()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.Load();

        Assert.Same(loader.LoadContext, AssemblyLoadContext.GetLoadContext(loader.LoadDefaultAssembly()));
        Assert.Equal("Fixture.Greeter", loader.LoadContext.Name);
        Assert.False(loader.IsUnloadable);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_missing_dependency_is_named_when_it_is_used(bool listed)
    {
        using var plugin = PluginFixture.Greeter(1);
        File.Delete(plugin["Fixture.Phrases.dll"]);
        if (!listed)
            File.Delete(plugin["Fixture.Greeter.deps.json"]);
        using var loader = plugin.Load();
        var greeter = PluginFixture.LoadGreeter(loader);

        var exception = Assert.Throws<FileNotFoundException>(() => greeter.Greet());

        Assert.StartsWith("Fixture.Phrases, Version=1.0.0.0", exception.FileName, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_that_nobody_has_is_not_found()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.Load();

        var exception = Assert.Throws<FileNotFoundException>(() => loader.LoadAssembly("Fixture.Absent"));

        Assert.Equal("Fixture.Absent", exception.FileName?.Split(',')[0]);
    }

    [Fact]
    public void Assemblies_load_by_name_and_by_path_into_the_plugins_context()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.Load();

        var byPath = loader.LoadAssemblyFromPath(plugin["Fixture.Phrases.dll"]);

        Assert.Same(byPath, loader.LoadAssembly("Fixture.Phrases"));
        Assert.Same(loader.LoadContext, AssemblyLoadContext.GetLoadContext(byPath));
    }

    [Fact]
    public void Contextual_reflection_finds_the_plugins_types_by_name()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var loader = plugin.Load();

        using (loader.EnterContextualReflection())
            Assert.Same(loader.LoadAssembly("Fixture.Phrases"), Type.GetType("Fixture.Phrases, Fixture.Phrases")?.Assembly);

        Assert.Null(Type.GetType("Fixture.Phrases, Fixture.Phrases"));
    }
}
