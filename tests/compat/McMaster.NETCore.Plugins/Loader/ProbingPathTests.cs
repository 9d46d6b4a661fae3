using McMaster.NETCore.Plugins.LibraryModel;
using McMaster.NETCore.Plugins.Loader;

namespace McMaster.NETCore.Plugins.Tests.Loader;

public sealed class ProbingPathTests
{
    private const string Dependency = "Fixture.Phrases.dll";

    [Fact]
    public void An_assembly_is_found_under_a_probing_path()
    {
        using var plugin = WithoutDependency();
        using var elsewhere = PluginFixture.Greeter(2);
        var builder = Builder(plugin).AddProbingPath(elsewhere.Folder);

        Assert.Equal(elsewhere[Dependency], LocationOfDependency(builder));
    }

    [Fact]
    public void A_packages_assembly_is_found_under_a_probing_path()
    {
        using var plugin = WithoutDependency();
        using var packages = PluginFixture.Greeter(2);
        var library = ManagedLibrary.CreateFromPackage("Fixture.Phrases", "2.0.0", "lib/net10.0/" + Dependency);
        var file = packages[library.AdditionalProbingPath];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Move(packages[Dependency], file);

        Assert.Equal(file, LocationOfDependency(Builder(plugin).AddManagedLibrary(library).AddProbingPath(packages.Folder)));
    }

    [Fact]
    public void A_plugins_own_file_comes_before_the_probing_paths()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var elsewhere = PluginFixture.Greeter(2);

        Assert.Equal(plugin[Dependency], LocationOfDependency(Builder(plugin).AddProbingPath(elsewhere.Folder)));
    }

    [Fact]
    public void Probing_paths_are_read_from_the_runtime_configuration_and_its_development_file()
    {
        using var plugin = WithoutDependency();
        using var elsewhere = PluginFixture.Greeter(2);
        var config = plugin["Fixture.Greeter.runtimeconfig.json"];
        File.WriteAllText(config, """{ "runtimeOptions": { "tfm": "net10.0" } }""");
        File.WriteAllText(
            plugin["Fixture.Greeter.runtimeconfig.dev.json"],
            $$"""{ "runtimeOptions": { "additionalProbingPaths": ["{{elsewhere.Folder.Replace('\\', '/')}}/|tfm|"] } }""");
        Directory.CreateDirectory(elsewhere["net10.0"]);
        File.Move(elsewhere[Dependency], elsewhere[Path.Combine("net10.0", Dependency)]);

        var ignored = Builder(plugin).TryAddAdditionalProbingPathFromRuntimeConfig(config, includeDevConfig: false, out var firstError);
        var read = Builder(plugin).TryAddAdditionalProbingPathFromRuntimeConfig(config, includeDevConfig: true, out var secondError);

        Assert.Null(firstError);
        Assert.Null(secondError);
        Assert.Throws<FileNotFoundException>(() => LocationOfDependency(ignored));
        Assert.EndsWith(Path.Combine("net10.0", Dependency), LocationOfDependency(read), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not JSON")]
    public void An_absent_or_unreadable_runtime_configuration_adds_nothing(string? text)
    {
        using var plugin = PluginFixture.Greeter(1);
        var config = plugin["other.runtimeconfig.json"];
        if (text is not null)
            File.WriteAllText(config, text);

        var builder = new AssemblyLoadContextBuilder();

        Assert.Same(builder, builder.TryAddAdditionalProbingPathFromRuntimeConfig(config, includeDevConfig: true, out var error));
        Assert.Null(error);
    }

    [Fact]
    public void A_relative_path_in_a_runtime_configuration_is_an_error()
    {
        using var plugin = PluginFixture.Greeter(1);
        var config = plugin["other.runtimeconfig.json"];
        File.WriteAllText(config, """{ "runtimeOptions": { "additionalProbingPaths": ["packages"] } }""");

        new AssemblyLoadContextBuilder().TryAddAdditionalProbingPathFromRuntimeConfig(config, includeDevConfig: true, out var error);

        Assert.IsType<ArgumentException>(error);
    }

    private static PluginFixture WithoutDependency()
    {
        var plugin = PluginFixture.Greeter(1);
        File.Delete(plugin[Dependency]);
        return plugin;
    }

    private static AssemblyLoadContextBuilder Builder(PluginFixture plugin) =>
        new AssemblyLoadContextBuilder().SetMainAssemblyPath(plugin.MainAssembly);

    private static string LocationOfDependency(AssemblyLoadContextBuilder builder) =>
        builder.Build().LoadFromAssemblyName(new("Fixture.Phrases")).Location;
}
