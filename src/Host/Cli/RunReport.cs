using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Results;
using MetricPlugins.Host.Training;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary>What a run came to, on stdout.</summary>
internal static class RunReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Print(RunOutcome outcome, bool json)
    {
        if (json)
            Console.WriteLine(Json(outcome).ToJsonString(Indented));
        else if (outcome.Figures is { } figures)
            PrintTable(outcome, figures);
        else
            Console.WriteLine($"{SnakeCaseOf(outcome.Status)}; what there is lies in {outcome.Folder}");
    }

    private static void PrintTable(RunOutcome outcome, RunFigures figures)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("loss", "variant", "seed");
        foreach (var column in (string[])["final loss", "active ratio", "gradient norm", "decay 50 %", "decay 40 %", "decay 10 %"])
            table.AddColumn(new TableColumn(column).RightAligned());
        table.AddRow(
            outcome.Run.Loss, outcome.Run.Variant, Text(outcome.Run.Seed),
            Text(figures.FinalLoss), Text(figures.FinalActiveRatio), Text(figures.FinalGradNormMean),
            Epoch(figures.DecayEpoch50), Epoch(figures.DecayEpoch40), Epoch(figures.DecayEpoch10));
        AnsiConsole.Write(table);
        Console.WriteLine("Loss, active ratio and gradient norm: the last epoch's. Decay: first epoch (from 0) at or below that share of the first epoch's loss.");
        Console.WriteLine($"Files: {outcome.Folder}");
    }

    private static JsonObject Json(RunOutcome outcome) => new()
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
        ["figures"] = outcome.Figures is null ? null : JsonSerializer.SerializeToNode(outcome.Figures, new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }),
    };

    private static string SnakeCaseOf(RunStatus status) => Plugins.SnakeCase.Of(status.ToString());

    private static string Text(double? value) => value is { } number ? number.ToString("0.0000", CultureInfo.InvariantCulture) : "–";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Epoch(int? epoch) => epoch is { } number ? Text(number) : "never";
}
