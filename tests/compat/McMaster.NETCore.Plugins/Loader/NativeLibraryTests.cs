using System.Diagnostics;
using System.Runtime.Loader;
using Fixture;
using McMaster.NETCore.Plugins.LibraryModel;
using McMaster.NETCore.Plugins.Loader;

namespace McMaster.NETCore.Plugins.Tests.Loader;

/// <summary>The fixture imports a function of the runtime's libSystem.Native from a library called "greeting".</summary>
public sealed class NativeLibraryTests
{
    private static readonly string Extension = OperatingSystem.IsMacOS() ? ".dylib" : ".so";

    [UnixFact]
    public void A_native_library_is_found_beside_a_plugin_without_a_deps_file()
    {
        using var plugin = WithoutDepsFile();
        var library = CopyTo(plugin["libgreeting" + Extension]);

        Assert.Equal(Environment.ProcessId, Load(Builder(plugin).Build(), plugin).AskNative());
        Assert.True(IsLoaded(library));
    }

    [UnixFact]
    public void A_packages_native_library_is_found_under_a_probing_path()
    {
        using var plugin = PluginFixture.Greeter(1);
        using var packages = PluginFixture.Greeter(2);
        var library = NativeLibrary.CreateFromPackage("Greeting", "1.0.0", "native/libgreeting" + Extension);
        var file = CopyTo(packages[library.AdditionalProbingPath]);

        var context = Builder(plugin).AddNativeLibrary(library).AddProbingPath(packages.Folder).Build();

        Assert.Equal(Environment.ProcessId, Load(context, plugin).AskNative());
        Assert.True(IsLoaded(file));
    }

    [UnixFact]
    public void A_shadow_copied_native_library_leaves_the_original_alone()
    {
        using var plugin = WithoutDepsFile();
        var library = CopyTo(plugin["libgreeting" + Extension]);

        Assert.Equal(Environment.ProcessId, Load(Builder(plugin).ShadowCopyNativeLibraries().Build(), plugin).AskNative());
        Assert.False(IsLoaded(library));
    }

    [UnixFact]
    public void A_native_library_that_nobody_has_is_named()
    {
        using var plugin = PluginFixture.Greeter(1);
        var greeter = Load(Builder(plugin).Build(), plugin);

        var exception = Assert.Throws<DllNotFoundException>(() => greeter.AskNative());

        Assert.Contains("greeting", exception.Message, StringComparison.Ordinal);
    }

    private static PluginFixture WithoutDepsFile()
    {
        var plugin = PluginFixture.Greeter(1);
        File.Delete(plugin["Fixture.Greeter.deps.json"]);
        return plugin;
    }

    private static AssemblyLoadContextBuilder Builder(PluginFixture plugin) => new AssemblyLoadContextBuilder()
        .SetMainAssemblyPath(plugin.MainAssembly)
        .PreferDefaultLoadContextAssembly(typeof(IGreeter).Assembly.GetName());

    private static IGreeter Load(AssemblyLoadContext context, PluginFixture plugin)
    {
        var type = context.LoadFromAssemblyPath(plugin.MainAssembly).GetType("Fixture.Greeter", throwOnError: true)!;
        return (IGreeter)Activator.CreateInstance(type)!;
    }

    private static string CopyTo(string path)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(Path.Combine(runtime, "libSystem.Native" + Extension), path);
        return path;
    }

    private static bool IsLoaded(string path)
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>().Any(module => module.FileName == path);
    }
}
