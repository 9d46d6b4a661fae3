using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MetricPlugins.Core;
using MetricPlugins.Host.Training;
using Serilog;
using Spectre.Console;
using Table = Spectre.Console.Table;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric analyze</c>: recomputes every metric of stored embeddings, without training or plugins.</summary>
internal static class AnalyzeCommand
{
    private static readonly Argument<string[]> RunsArgument = new("RUNS")
    {
        Description = "Folders to search for runs: a run, a study or all results.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var command = new Command("analyze", "Recompute the metrics of stored embeddings: variance, retrieval, clustering, classification.")
        {
            RunsArgument, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        var folders = Measuring.Find(result.GetValue(RunsArgument)!);
        TorchEnvironment.Start(CommonOptions.ReadThreads(result));

        var analysed = new List<(string Folder, RunIdentity Run, IReadOnlyList<Metric> Metrics)>();
        foreach (var folder in folders)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var (run, analysis) = ProgressDisplay.Show<(RunIdentity, RunAnalysis)>(
                    report => Measuring.Run(folder, report, cancellation));
                analysed.Add((folder, run, analysis.Metrics));
                foreach (var reason in analysis.Unmeasured)
                    Log.Warning("{Reason:l}", reason);
                Log.Information("Analysed {Folder:l}", folder);
            }
            catch (Exception e) when (e is InvalidInputException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                Log.Error("{Folder:l}: {Reason:l}", folder, e.Message);
            }
        }

        if (result.GetValue(CommonOptions.Json))
            JsonOutput.Write(new JsonObject { ["runs"] = new JsonArray([.. analysed.Select(a => Json(a.Folder, a.Run, a.Metrics))]), ["failed"] = folders.Count - analysed.Count });
        else
            Print(analysed, folders.Count);
        return analysed.Count == folders.Count ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Print(List<(string Folder, RunIdentity Run, IReadOnlyList<Metric> Metrics)> analysed, int count)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("dataset", "model", "loss", "variant", "seed");
        foreach (var metric in Metrics.Headlines)
            table.AddColumn(new TableColumn(metric.Title).RightAligned());
        foreach (var (_, run, metrics) in analysed)
        {
            table.AddRow([
                .. new[] { run.Dataset, run.Model, run.Loss, run.Variant, run.Seed.ToString(CultureInfo.InvariantCulture) }.Select(Markup.Escape),
                .. Metrics.Headlines.Select(metric => MetricsReport.Text(metrics, metric)),
            ]);
        }

        if (analysed.Count > 0)
            AnsiConsole.Write(table);
        Console.WriteLine($"Test split. Analysed {analysed.Count} of {count} runs; all metrics are in their {AnalysisFiles.Metrics}, {AnalysisFiles.Classes} and {AnalysisFiles.ClassPairs}.");
    }

    private static JsonObject Json(string folder, RunIdentity run, IEnumerable<Metric> metrics) => new()
    {
        ["study"] = run.Study,
        ["dataset"] = run.Dataset,
        ["model"] = run.Model,
        ["loss"] = run.Loss,
        ["variant"] = run.Variant,
        ["seed"] = run.Seed,
        ["folder"] = folder,
        ["metrics"] = MetricsReport.Json(metrics),
    };
}
