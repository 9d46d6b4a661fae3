using System.Reflection;
using System.Runtime.Loader;

namespace MetricPlugins.Host.Plugins;

/// <summary>The assemblies whose types host and plugins exchange: loaded once, in the host's context, even if a plugin
/// brings its own copy.</summary>
internal static class SharedAssemblies
{
    private static readonly AssemblyName Contract = typeof(PluginAttribute).Assembly.GetName();
    private static readonly AssemblyName Tensors = typeof(torch).Assembly.GetName();
    private static readonly AssemblyName FSharpCore = typeof(Microsoft.FSharp.Core.Unit).Assembly.GetName();

    /// <summary>One type of each shared assembly.</summary>
    public static Type[] Types => [typeof(PluginAttribute), typeof(torch), typeof(Microsoft.FSharp.Core.Unit)];

    public static bool Contains(AssemblyName name) => Ours(name) is not null;

    /// <summary>Why code that was built against <paramref name="reference"/> cannot run here; null if it can, or if the
    /// assembly is not shared.</summary>
    public static string? Misfit(AssemblyName reference)
    {
        if (Ours(reference) is not { Version: { } ours } name || reference.Version is not { } built)
            return null;

        // Only FSharp.Core guarantees that code for an older version runs on a newer one.
        if (name == FSharpCore ? built <= ours : Keeps(ours, built))
            return null;
        var what = name == Contract ? $"contract {built.ToString(3)} ({name.Name})" : $"{name.Name} {built.ToString(3)}";
        return $"built against {what}; this install has {ours.ToString(3)}: rebuild it against that version";
    }

    /// <summary>True if a version is compatible with the earlier version <paramref name="built"/>: the same major version, and
    /// below 1.0 also the same minor version.</summary>
    public static bool Keeps(Version ours, Version built) =>
        built <= ours && built.Major == ours.Major && (ours.Major > 0 || built.Minor == ours.Minor);

    private static AssemblyName? Ours(AssemblyName reference) =>
        new[] { Contract, Tensors, FSharpCore }.FirstOrDefault(shared => shared.Name == reference.Name);
}

/// <summary>The dependencies of a plugin.</summary>
internal static class PluginDependencies
{
    /// <summary>Missing dependencies of the plugin and of its own dependencies, one line each. Loads the assemblies but runs
    /// none of their code.</summary>
    public static IEnumerable<string> Problems(Assembly plugin)
    {
        var context = AssemblyLoadContext.GetLoadContext(plugin)!;
        var seen = new HashSet<string>();
        var waiting = new Queue<Assembly>([plugin]);
        while (waiting.TryDequeue(out var asking))
        {
            foreach (var wanted in asking.GetReferencedAssemblies().Where(name => seen.Add(name.FullName)))
            {
                var (found, problem) = SharedAssemblies.Contains(wanted) ? (null, SharedAssemblies.Misfit(wanted)) : Load(context, wanted);
                if (problem is not null)
                    yield return $"{problem} (referenced by {asking.GetName().Name})";
                else if (found is not null && AssemblyLoadContext.GetLoadContext(found) == context)
                    waiting.Enqueue(found);
            }
        }
    }

    private static (Assembly? Found, string? Problem) Load(AssemblyLoadContext context, AssemblyName wanted)
    {
        try
        {
            var found = context.LoadFromAssemblyName(wanted);
            return found.GetName().Version < wanted.Version
                ? (null, $"needs {Name(wanted)}; found version {found.GetName().Version} beside it")
                : (found, null);
        }
        catch (FileNotFoundException)
        {
            return (null, $"needs {Name(wanted)}, which is neither beside it nor in this install");
        }
        catch (Exception e) when (e is FileLoadException or BadImageFormatException)
        {
            return (null, $"needs {Name(wanted)}, which does not load: {e.Message}");
        }
    }

    private static string Name(AssemblyName name) => $"{name.Name} {name.Version}";
}
