using System.Text.Json;
using System.Text.Json.Nodes;
using MetricPlugins.Host.Results;

namespace MetricPlugins.Host.Studies;

/// <summary>One run of the plan: dataset, model and loss as the study writes them, its folder below the study's own, and what came of it,
/// which is null before.</summary>
internal sealed record PlannedRun(
    string Dataset, string Model, string Loss, string Variant, long Seed, string ConfigHash, string Folder, RunStatus? Status = null, string? Error = null);

/// <summary>study.json: what was planned, by which script, and what came of it.</summary>
internal sealed record StudyManifest
{
    public const string Name = "study.json";

    public required string Study { get; init; }

    public required RunStatus Status { get; init; }

    public required DateTime Started { get; init; }

    public DateTime? Finished { get; init; }

    public string? Baseline { get; init; }

    public required JsonObject Training { get; init; }

    /// <summary>Settings replaced on the command line.</summary>
    public required IReadOnlyDictionary<string, string> Overrides { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<PlannedRun> Runs { get; init; }

    /// <summary>What searches tried and chose; null until all runs have come out.</summary>
    public JsonArray? Searches { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The script's path and text.</summary>
    public required string ScriptPath { get; init; }

    public required string Script { get; init; }

    public void Publish(string folder) =>
        MetricPlugins.Core.Publish.FileAsync(Path.Combine(folder, Name), stream => JsonSerializer.SerializeAsync(stream, this, ResultJson.Options)).GetAwaiter().GetResult();
}
