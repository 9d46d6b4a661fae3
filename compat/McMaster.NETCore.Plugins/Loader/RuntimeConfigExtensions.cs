using System.Runtime.InteropServices;

namespace McMaster.NETCore.Plugins.Loader;

public static class RuntimeConfigExtensions
{
    private static readonly string Architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    public static AssemblyLoadContextBuilder TryAddAdditionalProbingPathFromRuntimeConfig(
        this AssemblyLoadContextBuilder builder, string runtimeConfigPath, bool includeDevConfig, out Exception? error)
    {
        error = null;
        try
        {
            foreach (var path in ProbingPaths(runtimeConfigPath, includeDevConfig))
                builder.AddProbingPath(path);
        }
        catch (Exception exception)
        {
            error = exception;
        }

        return builder;
    }

    private static IEnumerable<string> ProbingPaths(string runtimeConfigPath, bool includeDevConfig)
    {
        if (RuntimeConfig.TryRead(runtimeConfigPath) is not { } config)
            yield break;

        var dev = includeDevConfig ? RuntimeConfig.TryRead(Path.ChangeExtension(runtimeConfigPath, ".dev.json")) : null;
        var tfm = config.RuntimeOptions?.Tfm ?? dev?.RuntimeOptions?.Tfm;
        string[] paths = [.. config.RuntimeOptions?.AdditionalProbingPaths ?? [], .. dev?.RuntimeOptions?.AdditionalProbingPaths ?? []];

        foreach (var path in paths.Where(path => tfm is not null || !path.Contains("|tfm|", StringComparison.Ordinal)))
            yield return path.Replace("|arch|", Architecture, StringComparison.Ordinal).Replace("|tfm|", tfm, StringComparison.Ordinal);

        if (tfm is not null && DotnetHome() is { } home)
            yield return Path.Combine(home, "store", Architecture, tfm);
    }

    private static string? DotnetHome() =>
        string.Equals(Path.GetFileNameWithoutExtension(Environment.ProcessPath), "dotnet", StringComparison.OrdinalIgnoreCase)
            ? Path.GetDirectoryName(Environment.ProcessPath)
            : null;
}
