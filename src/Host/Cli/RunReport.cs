using System.Globalization;
using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Results;
using MetricPlugins.Host.Training;
using Spectre.Console;
using Table = Spectre.Console.Table;

namespace MetricPlugins.Host.Cli;

/// <summary>What a run came to, on stdout.</summary>
internal static class RunReport
{
    public static void Print(RunOutcome outcome, bool json)
    {
        if (json)
        {
            var document = Json(outcome);
            document["metrics"] = MetricsReport.Json(Metrics(outcome));
            JsonOutput.Write(document);
        }
        else if (outcome.Figures is { } figures)
            PrintTable(outcome, figures);
        else
            Console.WriteLine($"{outcome.Status}: what there is lies in {outcome.Folder}");
    }

    private static void PrintTable(RunOutcome outcome, RunFigures figures)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns($"{outcome.Run.Loss}, seed {outcome.Run.Seed}", "last epoch", "whole run");
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        table.AddRow("loss", Text(figures.FinalLoss), "–");
        table.AddRow("active ratio", Text(figures.FinalActiveRatio), Text(figures.ActiveRatio));
        table.AddRow("active sample ratio", Text(figures.FinalActiveSampleRatio), Text(figures.ActiveSampleRatio));
        table.AddRow("gradient norm", Text(figures.FinalGradNormMean), Text(figures.GradNormMean));
        AnsiConsole.Write(table);
        var metrics = Metrics(outcome);
        Console.WriteLine($"Decay epochs (first at or below a share of epoch 0's loss, {Text(figures.FirstLoss)}): 50 % {Epoch(figures.DecayEpoch50)}, 40 % {Epoch(figures.DecayEpoch40)}, 10 % {Epoch(figures.DecayEpoch10)}");
        Console.WriteLine($"Test split: {string.Join(", ", Core.Metrics.Headlines.Select(metric => $"{metric.Title} {MetricsReport.Text(metrics, metric)}"))}");
        Console.WriteLine($"Variant {outcome.Run.Variant}. Files: {outcome.Folder}");
    }

    public static JsonObject Json(RunOutcome outcome) => new()
    {
        ["status"] = SnakeCaseOf(outcome.Status),
        ["study"] = outcome.Run.Study,
        ["dataset"] = outcome.Run.Dataset,
        ["model"] = outcome.Run.Model,
        ["loss"] = outcome.Run.Loss,
        ["variant"] = outcome.Run.Variant,
        ["seed"] = outcome.Run.Seed,
        ["loss_options"] = JsonNode.Parse(outcome.Run.LossOptions),
        ["reused"] = outcome.Reused,
        ["error"] = outcome.Error,
        ["folder"] = outcome.Folder,
        ["figures"] = outcome.Figures is { } figures ? Json(figures) : null,
    };

    /// <summary>None of a run that is not complete, or was trained before there was analysis.</summary>
    private static Metric[] Metrics(RunOutcome outcome)
    {
        var path = Path.Combine(outcome.Folder, AnalysisFiles.Metrics);
        return outcome.Figures is not null && File.Exists(path) ? AnalysisFiles.ReadMetricsAsync(path).GetAwaiter().GetResult() : [];
    }

    /// <summary>Under the names run.parquet has for them.</summary>
    private static JsonObject Json(RunFigures figures) => new()
    {
        ["steps"] = figures.Steps,
        ["first_loss"] = ResultJson.Number(figures.FirstLoss),
        ["final_loss"] = ResultJson.Number(figures.FinalLoss),
        ["active_ratio"] = ResultJson.Number(figures.ActiveRatio),
        ["active_sample_ratio"] = ResultJson.Number(figures.ActiveSampleRatio),
        ["grad_norm_mean"] = ResultJson.Number(figures.GradNormMean),
        ["grad_norm_model_mean"] = ResultJson.Number(figures.GradNormModelMean),
        ["grad_norm_loss_mean"] = ResultJson.Number(figures.GradNormLossMean),
        ["grad_norm_embedding_mean"] = ResultJson.Number(figures.GradNormEmbeddingMean),
        ["final_active_ratio"] = ResultJson.Number(figures.FinalActiveRatio),
        ["final_active_sample_ratio"] = ResultJson.Number(figures.FinalActiveSampleRatio),
        ["final_grad_norm_mean"] = ResultJson.Number(figures.FinalGradNormMean),
        ["decay_epoch_50"] = figures.DecayEpoch50,
        ["decay_epoch_40"] = figures.DecayEpoch40,
        ["decay_epoch_10"] = figures.DecayEpoch10,
        ["validation_recall_at_1"] = ResultJson.Number(figures.ValidationRecallAt1),
    };

    private static string SnakeCaseOf(RunStatus status) => Plugins.SnakeCase.Of(status.ToString());

    private static string Text(double? value) => value is { } number ? number.ToString("0.0000", CultureInfo.InvariantCulture) : "–";

    private static string Epoch(int? epoch) => epoch?.ToString(CultureInfo.InvariantCulture) ?? "never";
}
