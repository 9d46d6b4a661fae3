using McMaster.NETCore.Plugins.LibraryModel;
using McMaster.NETCore.Plugins.Loader;

namespace McMaster.NETCore.Plugins.Tests.Loader;

public sealed class BuilderArgumentTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative/path")]
    public void Paths_must_be_absolute(string? path)
    {
        var builder = new AssemblyLoadContextBuilder();

        Assert.Equal("path", Assert.Throws<ArgumentException>(() => builder.SetMainAssemblyPath(path!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => builder.AddProbingPath(path!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => builder.AddResourceProbingPath(path!)).ParamName);
    }

    [Fact]
    public void A_context_needs_a_main_assembly() =>
        Assert.Throws<InvalidOperationException>(() => new AssemblyLoadContextBuilder().Build());

    [Fact]
    public void A_default_context_is_required_when_set() =>
        Assert.Throws<ArgumentException>(() => new AssemblyLoadContextBuilder().SetDefaultContext(null!));

    [Fact]
    public void One_library_is_added_once()
    {
        var builder = new AssemblyLoadContextBuilder()
            .AddManagedLibrary(ManagedLibrary.CreateFromPackage("a", "1.0.0", "lib/a.dll"))
            .AddNativeLibrary(NativeLibrary.CreateFromPackage("a", "1.0.0", "native/a.so"));

        Assert.Throws<ArgumentException>(() => builder.AddManagedLibrary(ManagedLibrary.CreateFromPackage("a", "2.0.0", "lib/a.dll")));
        Assert.Throws<ArgumentException>(() => builder.AddNativeLibrary(NativeLibrary.CreateFromPackage("a", "2.0.0", "native/a.so")));
    }

    [Fact]
    public void Unloading_is_off_until_enabled()
    {
        using var plugin = PluginFixture.Greeter(1);
        var builder = new AssemblyLoadContextBuilder().SetMainAssemblyPath(plugin.MainAssembly);

        Assert.False(builder.Build().IsCollectible);
        Assert.True(builder.EnableUnloading().Build().IsCollectible);
    }
}
