using System.Text.Json;

namespace McMaster.NETCore.Plugins.Loader;

/// <summary>What a runtimeconfig.json file says about where to look for assemblies.</summary>
internal sealed record RuntimeConfig(RuntimeConfig.Options? RuntimeOptions)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public sealed record Options(string? Tfm, string[]? AdditionalProbingPaths);

    /// <returns>Null when the file is absent or cannot be read as JSON.</returns>
    public static RuntimeConfig? TryRead(string path)
    {
        if (!File.Exists(path))
            return null;

        try
        {
            return JsonSerializer.Deserialize<RuntimeConfig>(File.ReadAllBytes(path), Json);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
