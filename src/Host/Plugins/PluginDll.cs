using System.Reflection;
using McMaster.NETCore.Plugins;

namespace MetricPlugins.Host.Plugins;

/// <summary>A DLL's plugins, and what is wrong with it.</summary>
internal sealed record PluginDll(IReadOnlyList<PluginInfo> Plugins, IReadOnlyList<PluginFault> Faults)
{
    public static PluginDll None { get; } = new([], []);

    public static PluginDll Refused(string file, IReadOnlyList<string>? names, params IEnumerable<string> reasons) =>
        new([], [.. reasons.Select(reason => new PluginFault(file, reason, names))]);

    /// <summary>Loads the DLL of <paramref name="image"/>, where it fits this install, into a context of its own; runs none of its
    /// code but attributes.</summary>
    public static PluginDll Load(PluginImage image)
    {
        if (Misfits(image) is [_, ..] misfits)
            return Refused(image.File, image.Names, misfits);

        var assembly = PluginLoader.CreateFromAssemblyFile(image.File, SharedAssemblies.Types, config => config.IsLazyLoaded = true).LoadDefaultAssembly();
        if (PluginDependencies.Problems(assembly).ToList() is [_, ..] problems)
            return Refused(image.File, image.Names, problems);

        var (types, reasons) = TypesOf(assembly);
        var plugins = new List<PluginInfo>();
        foreach (var type in types)
        {
            try
            {
                if (type.GetCustomAttribute<PluginAttribute>() is { } attribute)
                    plugins.Add(PluginInfo.Of(type, attribute, image.File));
            }
            catch (InvalidInputException e)
            {
                reasons.Add($"{type.FullName}: {e.Message}");
            }
            catch (Exception e)
            {
                // Attributes, defaults and signatures are the plugin's own: whatever goes wrong in one class leaves the others whole.
                reasons.Add($"{type.FullName}: {PluginFault.Throws(e, "an attribute or a signature")}");
            }
        }

        return Refused(image.File, image.Names, reasons) with { Plugins = plugins };
    }

    private static IReadOnlyList<string> Misfits(PluginImage image) =>
        [.. image.References.Select(SharedAssemblies.Misfit).OfType<string>()];

    private static (IReadOnlyList<Type> Types, List<string> Reasons) TypesOf(Assembly assembly)
    {
        try
        {
            return (assembly.GetTypes(), []);
        }
        catch (ReflectionTypeLoadException e)
        {
            return ([.. e.Types.OfType<Type>()], [.. e.LoaderExceptions.OfType<Exception>().Select(inner => inner.Message).Distinct()]);
        }
    }
}
