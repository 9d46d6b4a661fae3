using System.Reflection;
using System.Runtime.Loader;
using MetricPlugins.Host.Plugins;
using static TorchSharp.torch;

namespace MetricPlugins.Tests.Host;

/// <summary>What a plugin shares with the host, and what it has for itself.</summary>
public sealed class PluginLoadingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Copies_of_the_hosts_assemblies_beside_a_plugin_are_not_loaded(bool hasDependencyFile)
    {
        Copy("Mine", "mine");
        if (!hasDependencyFile)
            File.Delete(folder.File("mine", "Fixture.Mine.deps.json"));
        foreach (var shared in SharedAssemblies.Types.Select(type => type.Assembly.Location))
            File.Copy(shared, folder.File("mine", Path.GetFileName(shared)));

        var loss = Assert.IsType<MetricLoss>(Make("mine", "mine"), exactMatch: false);
        using var scope = NewDisposeScope();
        var result = loss.Compute(new Batch(tensor(new float[,] { { 1, 0 }, { 0, 1 } }), tensor(new long[] { 0, 0 })));
        Assert.Equal(2, result.Loss.item<float>(), 1e-5f);

        var loaded = AssemblyLoadContext.GetLoadContext(loss.GetType().Assembly)!.Assemblies.Select(assembly => assembly.GetName().Name);
        Assert.Equal(["Fixture.Mine"], loaded);
        Assert.NotSame(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(loss.GetType().Assembly));
    }

    [Fact]
    public void What_a_shared_assembly_refers_to_is_the_hosts_too()
    {
        Copy("Mine", "mine");
        var context = AssemblyLoadContext.GetLoadContext(Make("mine", "mine").GetType().Assembly)!;
        foreach (var name in typeof(torch).Assembly.GetReferencedAssemblies())
            Assert.Same(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(context.LoadFromAssemblyName(name)));
    }

    [Fact]
    public void Two_plugins_have_two_versions_of_a_dependency_side_by_side()
    {
        Copy("SideBySideA", "a");
        Copy("SideBySideB", "b");
        var catalog = PluginCatalog.Load([folder.Path]);
        Assert.Empty(catalog.Faults);
        var model = Construct(catalog.Find(PluginKind.Model, "one-layer"), new ModelContext([4], 2));
        using var generator = new Generator(0, CPU);
        var loss = Construct(catalog.Find(PluginKind.Loss, "weighted"), new LossContext(2, 8, CPU, generator));

        Assert.Equal((8, new Version(1, 0, 0, 0)), (((EmbeddingModel)model).EmbeddingSize, WeightOf(model).GetName().Version));
        using var scope = NewDisposeScope();
        var result = ((MetricLoss)loss).Compute(new Batch(tensor(new float[,] { { 1, 0 }, { 0, 1 } }), tensor(new long[] { 0, 1 })));
        Assert.Equal((2f, new Version(2, 0, 0, 0)), (result.Loss.item<float>(), WeightOf(loss).GetName().Version));
    }

    [Fact]
    public void Two_plugins_with_one_version_of_a_dependency_have_a_copy_each()
    {
        Copy("SideBySideA", "a");
        var first = Make("a", "one-layer");
        Copy("SideBySideA", "again");
        Directory.Delete(folder.File("a"), recursive: true);
        var second = Make("again", "one-layer");
        Assert.NotSame(first.GetType(), second.GetType());
        Assert.NotSame(WeightOf(first), WeightOf(second));
    }

    private static Assembly WeightOf(object plugin) =>
        AssemblyLoadContext.GetLoadContext(plugin.GetType().Assembly)!.Assemblies.Single(assembly => assembly.GetName().Name == "Fixture.Weight");

    private static object Construct(PluginInfo plugin, object context) => plugin.Construct(context, PluginOptions.Bind(plugin, []));

    /// <summary>The plugin of this name in a folder, which has no faults.</summary>
    private object Make(string below, string name)
    {
        var catalog = PluginCatalog.Load([folder.File(below)]);
        Assert.Empty(catalog.Faults);
        var plugin = catalog.Plugins.Single(plugin => plugin.Name == name);
        using var generator = new Generator(0, CPU);
        return Construct(plugin, plugin.Kind == PluginKind.Loss ? new LossContext(2, 2, CPU, generator) : new ModelContext([4], 2));
    }

    private void Copy(string fixture, string to)
    {
        Directory.CreateDirectory(folder.File(to));
        foreach (var file in Directory.GetFiles(Repository.Fixture(fixture)))
            File.Copy(file, folder.File(to, Path.GetFileName(file)));
    }
}
