using System.Text.Json.Nodes;
using MetricPlugins.Conformance;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary>Prints the findings of the rules on stdout.</summary>
internal static class CheckReport
{
    public static void Print(IReadOnlyList<PluginFault> faults, IReadOnlyList<PluginReport> reports, bool json)
    {
        if (json)
        {
            JsonOutput.Write(new JsonObject
            {
                ["failed"] = new JsonArray([.. reports.Where(r => r.Outcome == Outcome.Failed).Select(r => JsonValue.Create(r.Name))]),
                ["plugins"] = new JsonArray([.. reports.Select(Json)]),
                ["faults"] = new JsonArray([.. faults.Select(f => new JsonObject { ["file"] = f.File, ["reason"] = f.Reason })]),
            });
            return;
        }

        foreach (var report in reports)
            Print(report);
        foreach (var fault in faults)
            Console.WriteLine($"Not usable: {fault.File}: {fault.Reason}");
        foreach (var (outcome, word) in
            (IEnumerable<(Outcome, string)>)[(Outcome.Passed, "Passed"), (Outcome.Skipped, "Not tried"), (Outcome.Failed, "Failed")])
        {
            if (reports.Where(r => r.Outcome == outcome).Select(r => r.Title).ToList() is [_, ..] titles)
                Console.WriteLine($"{word}: {string.Join(", ", titles)}");
        }
    }

    private static void Print(PluginReport report)
    {
        var settings = report.Settings.Count == 1 ? report.Settings[0] : $"{report.Settings.Count} settings";
        var table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape($"{report.Title}, {settings}"))
            .AddColumns("rule", "result", "what was tried and found");
        foreach (var rule in report.Rules)
            table.AddRow(
                Markup.Escape(rule.Rule), Result(rule.Outcome),
                Markup.Escape(string.Join(Environment.NewLine, Lines(rule, report.Settings.Count))));
        AnsiConsole.Write(table);
    }

    private static IEnumerable<string> Lines(RuleReport rule, int settings)
    {
        var finding = rule.Main;
        var most = finding.Measure > 0 && settings > 1 ? $" (the most: {finding.Setting})" : "";
        if (finding.Tried != rule.Demand)
            yield return finding.Tried + most;
        var skipped = rule.Findings.Where(f => f.Outcome == Outcome.Skipped).ToList();
        if (rule.Outcome != Outcome.Skipped && skipped is [var first, ..])
            yield return $"not in {skipped.Count} of {settings} settings: {first.Tried} "
                + $"({first.Setting}{(skipped.Count > 1 ? ", …" : "")})";
        if (rule.Outcome != Outcome.Failed)
            yield break;

        yield return rule.Demand;
        yield return $"{finding.Setting}: {finding.Problem}";
        if (finding.Case is { } smallest)
            yield return $"smallest case: {smallest}";
        if (rule.Failures.Count > 1)
        {
            var others = rule.Failures.Select(f => f.Setting).Where(other => other != finding.Setting).Take(4);
            yield return $"also: {string.Join("; ", others)}{(rule.Failures.Count > 5 ? "; …" : "")}";
        }
    }

    private static string Result(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "[green]passed[/]",
        Outcome.Failed => "[red]failed[/]",
        _ => "skipped",
    };

    private static JsonObject Json(PluginReport report) => new()
    {
        ["kind"] = SnakeCase.Of(report.Kind.ToString()),
        ["name"] = report.Name,
        ["settings"] = new JsonArray([.. report.Settings.Select(s => JsonValue.Create(s))]),
        ["rules"] = new JsonArray([.. report.Rules.Select(Json)]),
    };

    private static JsonObject Json(RuleReport rule) => new()
    {
        ["rule"] = rule.Rule,
        ["demand"] = rule.Demand,
        ["result"] = SnakeCase.Of(rule.Outcome.ToString()),
        ["findings"] = new JsonArray([.. rule.Findings.Select(f => new JsonObject
        {
            ["setting"] = f.Setting,
            ["result"] = SnakeCase.Of(f.Outcome.ToString()),
            ["tried"] = f.Tried,
            ["problem"] = f.Problem,
            ["case"] = f.Case,
        })]),
    };
}
