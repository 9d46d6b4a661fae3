using System.Runtime.Loader;
using McMaster.NETCore.Plugins.LibraryModel;

namespace McMaster.NETCore.Plugins.Loader;

internal sealed record LoadContextSettings
{
    public string MainAssemblyPath { get; init; } = "";

    public AssemblyLoadContext DefaultContext { get; init; } = HostContext.Current;

    /// <summary>Names looked for in the default context first.</summary>
    public HashSet<string> DefaultAssemblies { get; init; } = [];

    /// <summary>Names never looked for in the default context first.</summary>
    public HashSet<string> PrivateAssemblies { get; } = [];

    public Dictionary<string, ManagedLibrary> ManagedLibraries { get; } = [];

    public Dictionary<string, NativeLibrary> NativeLibraries { get; } = [];

    public List<string> ProbingPaths { get; } = [];

    public List<string> ResourceProbingPaths { get; } = [];

    public bool PreferDefaultContext { get; init; }

    public bool LazyReferences { get; init; }

    public bool Collectible { get; init; }

    public bool InMemory { get; init; }

    public bool ShadowCopyNative { get; init; }
}
