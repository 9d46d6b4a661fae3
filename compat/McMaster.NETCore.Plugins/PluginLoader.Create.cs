using McMaster.NETCore.Plugins.Loader;

namespace McMaster.NETCore.Plugins;

public partial class PluginLoader
{
    public static PluginLoader CreateFromAssemblyFile(string assemblyFile, bool isUnloadable, Type[] sharedTypes) =>
        CreateFromAssemblyFile(assemblyFile, isUnloadable, sharedTypes, _ => { });

    public static PluginLoader CreateFromAssemblyFile(
        string assemblyFile, bool isUnloadable, Type[] sharedTypes, Action<PluginConfig> configure) =>
        CreateFromAssemblyFile(assemblyFile, sharedTypes, config =>
        {
            config.IsUnloadable = isUnloadable;
            configure(config);
        });

    public static PluginLoader CreateFromAssemblyFile(string assemblyFile, Type[] sharedTypes) =>
        CreateFromAssemblyFile(assemblyFile, sharedTypes, _ => { });

    public static PluginLoader CreateFromAssemblyFile(string assemblyFile, Type[] sharedTypes, Action<PluginConfig> configure) =>
        CreateFromAssemblyFile(assemblyFile, config =>
        {
            foreach (var type in sharedTypes ?? [])
                config.SharedAssemblies.Add(type.Assembly.GetName());
            configure(config);
        });

    public static PluginLoader CreateFromAssemblyFile(string assemblyFile) =>
        CreateFromAssemblyFile(assemblyFile, _ => { });

    public static PluginLoader CreateFromAssemblyFile(string assemblyFile, Action<PluginConfig> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var config = new PluginConfig(assemblyFile);
        configure(config);
        return new PluginLoader(config);
    }

    private static AssemblyLoadContextBuilder CreateContextBuilder(PluginConfig config)
    {
        var builder = new AssemblyLoadContextBuilder()
            .SetMainAssemblyPath(config.MainAssemblyPath)
            .SetDefaultContext(config.DefaultContext)
            .PreferDefaultLoadContext(config.PreferSharedTypes)
            .IsLazyLoaded(config.IsLazyLoaded);

        foreach (var assembly in config.PrivateAssemblies)
            builder.PreferLoadContextAssembly(assembly);

        if (config.IsUnloadable)
            builder.EnableUnloading();

        if (config.LoadInMemory)
            builder.PreloadAssembliesIntoMemory().ShadowCopyNativeLibraries();

        foreach (var assembly in config.SharedAssemblies)
            builder.PreferDefaultLoadContextAssembly(assembly);

        // The host's own files too, whatever they are called: under a test runner the entry assembly is not the one they belong to.
        string[] runtimeConfigs =
        [
            Path.ChangeExtension(config.MainAssemblyPath, ".runtimeconfig.json"),
            .. Directory.GetFiles(AppContext.BaseDirectory, "*.runtimeconfig.json"),
        ];
        foreach (var runtimeConfig in runtimeConfigs)
            builder.TryAddAdditionalProbingPathFromRuntimeConfig(runtimeConfig, includeDevConfig: true, out _);

        return builder;
    }
}
