using System.Text.Json;
using System.Text.Json.Serialization;

namespace MetricPlugins.Host.Conformance.Workers;

/// <summary>A request, or the finding that answers it, as one line of JSON.</summary>
internal static class CheckMessage
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Write<T>(T message) => JsonSerializer.Serialize(message, Json);

    /// <summary>The message of a line; null when the line is none.</summary>
    public static T? TryRead<T>(string line) where T : class
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize<T>(line, Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
