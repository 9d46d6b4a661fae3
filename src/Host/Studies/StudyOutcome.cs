using System.Text.Json.Nodes;
using MetricPlugins.Core;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace MetricPlugins.Host.Studies;

/// <summary>The outcome of a study.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Overrides">Settings that the command line replaced.</param>
/// <param name="Folder">The study's folder.</param>
/// <param name="Runs">Results of the runs; fewer than planned if the study was interrupted.</param>
internal sealed record StudyOutcome(StudyPlan Plan, IReadOnlyDictionary<string, string> Overrides, string Folder, IReadOnlyList<RunResult> Runs)
{
    public RunStatus Status =>
        Runs.Count < Plan.Cells.Count || Runs.Any(run => run.Status == RunStatus.Interrupted) ? RunStatus.Interrupted
        : Runs.All(run => run.Status == RunStatus.Complete) ? RunStatus.Complete
        : RunStatus.Failed;

    /// <summary>The outcome as the script receives it.</summary>
    public StudyResults Results => new(
        Plan.Planned, ListModule.OfSeq(Overrides.Select(o => Tuple.Create(o.Key, o.Value))), Folder, ListModule.OfSeq(Runs));
}

/// <summary>A study's comparison as JSON, for study.json and <c>--json</c>.</summary>
internal static class StudyReport
{
    /// <summary>One object for each dataset, model and loss.</summary>
    public static JsonArray Losses(StudyOutcome outcome) => [.. StudyResultsModule.Summaries(outcome.Results).Select(Loss)];

    /// <summary>One object for each search, on each dataset and model.</summary>
    public static JsonArray Searches(StudyOutcome outcome) => [.. StudyResultsModule.Searches(outcome.Results).Select(search => new JsonObject
    {
        ["dataset"] = search.Dataset.ToString(),
        ["model"] = search.Model.ToString(),
        ["loss"] = search.Loss,
        ["criterion"] = "recall_at_1 on the validation split",
        ["tried"] = new JsonArray([.. search.Tried.Select(tried => new JsonObject { ["loss"] = tried.Item1.ToString(), ["recall_at_1"] = Json(tried.Item2) })]),
        ["chosen"] = search.Chosen?.Value.ToString(),
    })];

    private static JsonObject Loss(LossSummary summary)
    {
        var json = new JsonObject
        {
            ["dataset"] = summary.Dataset.ToString(),
            ["model"] = summary.Model.ToString(),
            ["loss"] = summary.Loss.ToString(),
            ["seeds"] = summary.Seeds,
            ["missing"] = summary.Missing,
        };
        foreach (var (metric, estimate) in summary.Estimates)
            json[metric.Name] = Json(estimate);
        return json;
    }

    private static JsonObject? Json(FSharpOption<Estimate>? estimate) => estimate?.Value is { } value
        ? new() { ["mean"] = ResultJson.Number(value.Mean), ["half_width_95"] = ResultJson.Number(value.HalfWidth), ["count"] = value.Count }
        : null;
}
