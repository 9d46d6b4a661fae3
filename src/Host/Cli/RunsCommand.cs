using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MetricPlugins.Host.Training;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric runs list</c>: lists the stored runs.</summary>
internal static class RunsCommand
{
    private static readonly Argument<string?> StudyArgument = new("STUDY") { Description = "List only the runs of this study.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var list = new Command("list", "List the stored runs with their status: complete, failed, interrupted, running or killed.")
        {
            StudyArgument, CommonOptions.Out, CommonOptions.Json,
        };
        list.SetAction(result =>
        {
            var runs = StoredRun.Find(result.GetValue(CommonOptions.Out)!, result.GetValue(StudyArgument));
            if (result.GetValue(CommonOptions.Json))
                JsonOutput.Write(new JsonObject { ["runs"] = new JsonArray([.. runs.Select(Json)]) });
            else
                Print(runs);
            return ExitCode.Done;
        });
        return new Command("runs", "List stored runs.") { list };
    }

    private static void Print(IReadOnlyList<StoredRun> runs)
    {
        foreach (var place in runs.GroupBy(run => $"{run.Study}: {run.Dataset}, {run.Model}"))
        {
            Console.WriteLine(place.Key);
            AnsiConsole.Write(TableOf(place));
        }

        foreach (var run in runs.Where(r => r.Error is not null))
            Console.WriteLine($"{run.Folder}: {run.Error}");
        Console.WriteLine($"{runs.Count} runs, {runs.Count(r => r.Status == StoredRunStatus.Complete)} complete");
    }

    private static Table TableOf(IEnumerable<StoredRun> runs)
    {
        var table = new Table().Border(TableBorder.Horizontal).AddColumns("loss", "variant", "seed", "status", "epochs", "final loss", "started (UTC)");
        foreach (var column in table.Columns)
            column.PadLeft(0).NoWrap = column != table.Columns[1];
        foreach (var run in runs)
        {
            table.AddRow([.. new[]
            {
                run.Loss, run.Variant, run.Seed, Status(run), run.Epochs?.ToString(CultureInfo.InvariantCulture) ?? "–",
                run.FinalLoss is { } loss and not double.NaN ? loss.ToString("0.0000", CultureInfo.InvariantCulture) : "–",
                run.Started?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "–",
            }.Select(Markup.Escape)]);
        }

        return table;
    }

    private static JsonObject Json(StoredRun run) => new()
    {
        ["study"] = run.Study,
        ["dataset"] = run.Dataset,
        ["model"] = run.Model,
        ["loss"] = run.Loss,
        ["variant"] = run.Variant,
        ["seed"] = long.TryParse(run.Seed, CultureInfo.InvariantCulture, out var seed) ? seed : null,
        ["status"] = Status(run),
        ["epochs"] = run.Epochs,
        ["final_loss"] = Core.ResultJson.Number(run.FinalLoss),
        ["started"] = run.Started,
        ["error"] = run.Error,
        ["folder"] = run.Folder,
    };

    private static string Status(StoredRun run) => SnakeCase.Of(run.Status.ToString());
}
