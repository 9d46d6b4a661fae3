using Fixture;

namespace McMaster.NETCore.Plugins.Tests;

/// <summary>A copy of a built fixture plugin in a temporary folder, for a test to load and change.</summary>
public sealed class PluginFixture : IDisposable
{
    private static readonly Type[] Shared = [typeof(IGreeter)];

    private PluginFixture(string name)
    {
        Folder = Directory.CreateTempSubdirectory("plugin-").FullName;
        var built = Built(name);
        foreach (var file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Folder { get; }

    public string MainAssembly => this["Fixture.Greeter.dll"];

    public string this[string file] => Path.Combine(Folder, file);

    public static PluginFixture Greeter(int version) => new($"GreeterV{version}");

    public static string BuiltFile(int version, string file) => Path.Combine(Built($"GreeterV{version}"), file);

    public static IGreeter LoadGreeter(PluginLoader loader)
    {
        var type = loader.LoadDefaultAssembly().GetType("Fixture.Greeter", throwOnError: true)!;
        return (IGreeter)Activator.CreateInstance(type)!;
    }

    public PluginLoader Load(Action<PluginConfig>? configure = null) =>
        PluginLoader.CreateFromAssemblyFile(MainAssembly, Shared, configure ?? (_ => { }));

    public PluginLoader LoadUnloadable() => PluginLoader.CreateFromAssemblyFile(MainAssembly, isUnloadable: true, Shared);

    public void Dispose()
    {
        // A plugin that cannot be unloaded keeps its files open on Windows; elsewhere the folder goes at once.
        if (!OperatingSystem.IsWindows())
            Directory.Delete(Folder, recursive: true);
    }

    private static string Built(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
}
