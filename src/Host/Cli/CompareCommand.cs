using System.CommandLine;
using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Core.Reporting;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric compare</c>: compares each loss of a study with a baseline, from the files of its runs.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> RunsArgument = new("RUNS") { Description = "Folder of a study, such as runs/quickstart, or a subfolder with some of its runs." };

    private static readonly Option<string?> BaselineOption = new("--baseline")
    {
        Description = "The loss to compare the other losses with: as written in the study, or its plugin's name [default: the study's baseline].",
        HelpName = "LOSS",
    };

    private static readonly Option<string[]> MetricOption = new("--metric")
    {
        Description = "A metric to compare by, such as recall_at_1_cos. May be repeated "
            + "[default: the main metrics of variance, greediness, classification, retrieval and clustering].",
        HelpName = "NAME",
    };

    private static readonly Option<bool> CsvOption = new("--csv") { Description = "Print all tests as CSV at full precision." };

    public static Command Create()
    {
        var command = new Command(
            "compare", "Compare each loss with a baseline: paired tests over seeds and over classes, in plain words. Needs no plugins and no training.")
        {
            RunsArgument, BaselineOption, MetricOption, CsvOption, CommonOptions.Json,
        };
        MetricOption.CompletionSources.Add(_ => ReportTables.measures.Select(measure => new System.CommandLine.Completions.CompletionItem(measure.Name)));
        command.SetAction(result =>
        {
            var baseline = result.GetValue(BaselineOption);
            var comparison = StudyComparisonModule.Read(
                result.GetValue(RunsArgument)!, baseline is null ? null : FSharpOption<string>.Some(baseline), ListModule.OfSeq(result.GetValue(MetricOption) ?? []));
            if (result.GetValue(CommonOptions.Json))
                JsonOutput.Write(Json(comparison));
            else
                Console.WriteLine(result.GetValue(CsvOption) ? TableModule.csv(StudyComparisonModule.numbers(comparison.Comparisons)) : StudyComparisonModule.Text(comparison));
            foreach (var run in comparison.Broken)
                Console.Error.WriteLine(run);
            return comparison.Broken.IsEmpty ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static JsonObject Json(StudyComparison comparison) => new()
    {
        ["baseline"] = comparison.Baseline,
        ["comparisons"] = new JsonArray([.. comparison.Comparisons.Select(Json)]),
        ["guidance"] = new JsonArray([.. comparison.Guidance.Select(sentence => JsonValue.Create(sentence))]),
    };

    private static JsonObject Json(LossComparison comparison) => new()
    {
        ["dataset"] = comparison.Place.Dataset,
        ["model"] = comparison.Place.Model,
        ["metric"] = comparison.Measure.Name,
        ["loss"] = comparison.Loss.Label,
        ["baseline"] = comparison.Baseline.Label,
        ["seeds"] = comparison.Pairs.Length,
        ["loss_mean"] = ResultJson.Number(comparison.LossMean),
        ["baseline_mean"] = ResultJson.Number(comparison.BaselineMean),
        ["over_seeds"] = Json(comparison.OverSeeds),
        ["p_holm"] = ResultJson.Number(comparison.OverSeeds?.Value.Holm?.Value.P),
        ["over_classes"] = Json(comparison.OverClasses),
        ["words"] = StudyComparisonModule.words(comparison),
    };

    private static JsonObject? Json(FSharpOption<AdjustedDifference>? difference) => difference is null
        ? null
        : new(StudyComparisonModule.Values(difference)
            .Select(value => KeyValuePair.Create(value.Item1, (JsonNode?)ResultJson.Number(value.Item2))));
}
