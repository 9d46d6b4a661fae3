using System.Text.Json;
using System.Text.Json.Serialization;
using MetricPlugins.Core;
using MetricPlugins.Host.Training;

namespace MetricPlugins.Host.Studies.Workers;

/// <summary>One line from a worker: where its run stands, or how it came out.</summary>
/// <param name="Progress">Where it stands.</param>
/// <param name="Status">How it came out.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record WorkerMessage(TrainingProgress? Progress, RunStatus? Status, string? Error)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>The message of a line; null when the line is none.</summary>
    public static WorkerMessage? TryRead(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize<WorkerMessage>(line, Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
