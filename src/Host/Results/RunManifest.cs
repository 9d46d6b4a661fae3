using System.Text.Json;
using System.Text.Json.Nodes;
using MetricPlugins.Core;

namespace MetricPlugins.Host.Results;

/// <summary>Where a run stands.</summary>
internal enum RunStatus
{
    Running,
    Complete,
    Failed,
    Interrupted,
}

/// <summary>One file of a run.</summary>
/// <param name="Name">Path below the run's folder.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">In hex.</param>
internal sealed record RunFile(string Name, long Size, string Sha256);

/// <summary>run.json: what a run is and how far it came. Only <see cref="RunStatus.Complete"/> makes a run complete.</summary>
internal sealed record RunManifest
{
    public required RunStatus Status { get; init; }

    /// <summary>Last sign of life, UTC. A running run gives one every few seconds.</summary>
    public required DateTime Heartbeat { get; init; }

    public required DateTime Started { get; init; }

    public DateTime? Finished { get; init; }

    /// <summary>Epochs done.</summary>
    public int Epochs { get; init; }

    /// <summary>Why the run failed.</summary>
    public string? Error { get; init; }

    public required string Study { get; init; }

    public required string Variant { get; init; }

    /// <summary>All that decides the results but the machine.</summary>
    public required JsonObject Config { get; init; }

    public required string ConfigHash { get; init; }

    public string? DataFolder { get; init; }

    /// <summary>Broken images that were left out, of all splits.</summary>
    public int LeftOut { get; init; }

    /// <summary>Which build of each plugin: its module version.</summary>
    public required IReadOnlyDictionary<string, string> Plugins { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    public required string Machine { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>The run's files but this one.</summary>
    public IReadOnlyList<RunFile> Files { get; init; } = [];

    /// <summary>The manifest in a folder; null when there is none.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static RunManifest? Read(string folder)
    {
        var path = Path.Combine(folder, RunFiles.Manifest);
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize<RunManifest>(File.ReadAllText(path), ResultJson.Options) ?? throw new JsonException("It holds null.")
                : null;
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{path} should be a run's manifest and cannot be read: {e.Message} Train again with --fresh.", e);
        }
    }

    public void Publish(string folder) =>
        MetricPlugins.Core.Publish.FileAsync(Path.Combine(folder, RunFiles.Manifest), stream => JsonSerializer.SerializeAsync(stream, this, ResultJson.Options)).GetAwaiter().GetResult();
}
