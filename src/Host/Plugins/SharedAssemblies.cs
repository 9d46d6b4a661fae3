using System.Reflection;

namespace MetricPlugins.Host.Plugins;

/// <summary>The assemblies whose types cross between host and plugin: loaded once, in the host's own context, whatever lies
/// beside a plugin.</summary>
internal static class SharedAssemblies
{
    private static readonly AssemblyName Contract = typeof(PluginAttribute).Assembly.GetName();
    private static readonly AssemblyName Tensors = typeof(torch).Assembly.GetName();
    private static readonly AssemblyName FSharpCore = typeof(Microsoft.FSharp.Core.Unit).Assembly.GetName();

    /// <summary>One type of each.</summary>
    public static Type[] Types => [typeof(PluginAttribute), typeof(torch), typeof(Microsoft.FSharp.Core.Unit)];

    public static bool Contains(AssemblyName name) => Ours(name) is not null;

    /// <summary>Why code that was built against <paramref name="reference"/> cannot run here; null when it can, and where the
    /// assembly is not a shared one.</summary>
    public static string? Misfit(AssemblyName reference)
    {
        if (Ours(reference) is not { Version: { } ours } name || reference.Version is not { } built)
            return null;

        // FSharp.Core alone promises that whatever ran on an older one runs on a newer.
        if (name == FSharpCore ? built <= ours : Keeps(ours, built))
            return null;
        var what = name == Contract ? $"contract {built.ToString(3)} ({name.Name})" : $"{name.Name} {built.ToString(3)}";
        return $"built against {what}; this install has {ours.ToString(3)}: rebuild it against that one";
    }

    /// <summary>Whether one version still does what an earlier one, <paramref name="built"/>, did: any of the same major version, and
    /// below 1.0 of the same minor version.</summary>
    public static bool Keeps(Version ours, Version built) =>
        built <= ours && built.Major == ours.Major && (ours.Major > 0 || built.Minor == ours.Minor);

    private static AssemblyName? Ours(AssemblyName reference) =>
        new[] { Contract, Tensors, FSharpCore }.FirstOrDefault(shared => shared.Name == reference.Name);
}
