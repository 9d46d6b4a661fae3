using System.Globalization;
using System.Text.Json.Nodes;
using MetricPlugins.Core;
using Spectre.Console;
using Table = Spectre.Console.Table;

namespace MetricPlugins.Host.Cli;

/// <summary>Prints the outcome of a run on stdout.</summary>
internal static class RunReport
{
    public static void Print(RunResult outcome, bool json)
    {
        if (json)
        {
            var document = Json(outcome);
            document["metrics"] = MetricsReport.Json(Metrics(outcome));
            JsonOutput.Write(document);
        }
        else if (outcome.Figures?.Value is { } figures)
            PrintTable(outcome, figures);
        else
            Console.WriteLine($"{outcome.Status}: partial results are in {outcome.Folder}");
    }

    private static void PrintTable(RunResult outcome, RunFigures figures)
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
        Console.WriteLine($"Decay epochs (first epoch with a loss at or below this share of epoch 0's loss, {Text(figures.FirstLoss)}): 50 % {Epoch(figures.DecayEpoch50)}, 40 % {Epoch(figures.DecayEpoch40)}, 10 % {Epoch(figures.DecayEpoch10)}");
        Console.WriteLine($"Test split: {string.Join(", ", Core.Metrics.Headlines.Select(metric => $"{metric.Title} {MetricsReport.Text(metrics, metric)}"))}");
        Console.WriteLine($"Variant {outcome.Run.Variant}. Files: {outcome.Folder}");
    }

    public static JsonObject Json(RunResult outcome) => new()
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
        ["error"] = outcome.Error?.Value,
        ["folder"] = outcome.Folder,
        ["figures"] = outcome.Figures?.Value is { } figures ? ResultJson.OfRow(figures) : null,
    };

    /// <summary>The run's metrics; empty if it is not complete or was stored before metrics existed.</summary>
    private static Metric[] Metrics(RunResult outcome)
    {
        var path = Path.Combine(outcome.Folder, AnalysisFiles.Metrics);
        return outcome.Figures is not null && File.Exists(path) ? AnalysisFiles.ReadMetricsAsync(path).GetAwaiter().GetResult() : [];
    }

    private static string SnakeCaseOf(RunStatus status) => SnakeCase.Of(status.ToString());

    private static string Text(double? value) => value is { } number ? number.ToString("0.0000", CultureInfo.InvariantCulture) : "–";

    private static string Epoch(int? epoch) => epoch?.ToString(CultureInfo.InvariantCulture) ?? "never";
}

/// <summary>The metrics of a run's embeddings: the main ones as text, all of them as JSON.</summary>
internal static class MetricsReport
{
    /// <summary>Value of a metric on the test split; – if it was not measured or is undefined.</summary>
    public static string Text(IEnumerable<Metric> metrics, MetricDefinition metric) =>
        metrics.FirstOrDefault(m => (m.Split, m.Name, m.Distance) == ("test", metric.Name, metric.DistanceName))
            ?.Value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>Metrics under their names in metrics.parquet.</summary>
    public static JsonArray Json(IEnumerable<Metric> metrics) => new([.. metrics.Select(metric => new JsonObject
    {
        ["split"] = metric.Split,
        ["metric"] = metric.Name,
        ["distance"] = metric.Distance,
        ["value"] = ResultJson.Number(metric.Value),
    })]);
}
