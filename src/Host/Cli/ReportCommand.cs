using System.CommandLine;
using System.Text.Json.Nodes;
using MetricPlugins.Core;

namespace MetricPlugins.Host.Cli;

/// <summary><c>metric report</c>: writes the report of a study from the files of its runs.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string> RunsArgument = new("RUNS") { Description = "Folder of a study, such as runs/quickstart, or a subfolder with some of its runs." };

    public static Command Create()
    {
        var command = new Command("report", "Write report/report.html, its tables and its figures to a study's folder. Needs no plugins and no training.")
        {
            RunsArgument, CommonOptions.Json,
        };
        command.SetAction(result =>
        {
            var report = Report.Write(result.GetValue(RunsArgument)!);
            List<string> warnings = [.. report.Broken, .. report.Warnings];
            if (result.GetValue(CommonOptions.Json))
                JsonOutput.Write(new JsonObject { ["report"] = report.Path, ["warnings"] = new JsonArray([.. warnings.Select(warning => JsonValue.Create(warning))]) });
            else
                Console.WriteLine(report.Path);
            foreach (var warning in warnings)
                Console.Error.WriteLine(warning);
            return report.Broken.IsEmpty ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
