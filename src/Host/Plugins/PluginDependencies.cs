using System.Reflection;
using System.Runtime.Loader;

namespace MetricPlugins.Host.Plugins;

/// <summary>The assemblies a plugin brings along.</summary>
internal static class PluginDependencies
{
    /// <summary>What the plugin, and what it brings along, asks for and does not get: one line each. Loads these assemblies, but runs
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
                    yield return $"{problem} (asked for by {asking.GetName().Name})";
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
                ? (null, $"needs {Name(wanted)}; beside it is {found.GetName().Version}")
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
