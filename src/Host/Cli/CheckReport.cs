using System.Text.Json.Nodes;
using MetricPlugins.Host.Conformance;
using MetricPlugins.Host.Plugins;
using Spectre.Console;

namespace MetricPlugins.Host.Cli;

/// <summary>What the rules came to, on stdout.</summary>
internal static class CheckReport
{
    public static void Print(PluginCatalog catalog, IReadOnlyList<PluginReport> reports, bool json)
    {
        if (json)
        {
            JsonOutput.Write(new JsonObject
            {
                ["failed"] = new JsonArray([.. reports.Where(r => r.Kind == FindingKind.Failed).Select(r => JsonValue.Create(r.Plugin.Name))]),
                ["plugins"] = new JsonArray([.. reports.Select(Json)]),
                ["faults"] = new JsonArray([.. catalog.Faults.Select(f => new JsonObject { ["file"] = f.File, ["reason"] = f.Reason })]),
            });
            return;
        }

        foreach (var report in reports)
            Print(report);
        foreach (var fault in catalog.Faults)
            Console.WriteLine($"Not usable: {fault.File}: {fault.Reason}");
        foreach (var (kind, word) in (IEnumerable<(FindingKind, string)>)[(FindingKind.Passed, "Passed"), (FindingKind.Skipped, "Not tried"), (FindingKind.Failed, "Failed")])
        {
            if (reports.Where(r => r.Kind == kind).Select(r => r.Plugin.Title).ToList() is [_, ..] titles)
                Console.WriteLine($"{word}: {string.Join(", ", titles)}");
        }
    }

    private static void Print(PluginReport report)
    {
        var settings = report.Settings.Count == 1 ? report.Settings[0] : $"{report.Settings.Count} settings";
        var table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape($"{report.Plugin.Title}, {settings}")).AddColumns("rule", "result", "what was tried, and what came of it");
        foreach (var rule in report.Rules)
            table.AddRow(Markup.Escape(rule.Rule.Name), Result(rule.Kind), Markup.Escape(string.Join(Environment.NewLine, Lines(rule, report.Settings.Count))));
        AnsiConsole.Write(table);
    }

    private static IEnumerable<string> Lines(RuleReport rule, int settings)
    {
        var (setting, finding) = rule.Main;
        var most = finding.Measure > 0 && settings > 1 ? $" (the most: {setting})" : "";
        if (finding.Tried != rule.Rule.Demand)
            yield return finding.Tried + most;
        var skipped = rule.Findings.Where(f => f.Finding.Kind == FindingKind.Skipped).ToList();
        if (rule.Kind != FindingKind.Skipped && skipped is [var first, ..])
            yield return $"not in {skipped.Count} of {settings} settings: {first.Finding.Tried} ({first.Setting}{(skipped.Count > 1 ? ", …" : "")})";
        if (rule.Kind != FindingKind.Failed)
            yield break;

        yield return rule.Rule.Demand;
        yield return $"{setting}: {finding.Problem}";
        if (finding.Case is { } smallest)
            yield return $"smallest case: {smallest}";
        if (rule.Failures.Count > 1)
            yield return $"also: {string.Join("; ", rule.Failures.Select(f => f.Setting).Where(other => other != setting).Take(4))}{(rule.Failures.Count > 5 ? "; …" : "")}";
    }

    private static string Result(FindingKind kind) => kind switch
    {
        FindingKind.Passed => "[green]passed[/]",
        FindingKind.Failed => "[red]failed[/]",
        _ => "skipped",
    };

    private static JsonObject Json(PluginReport report) => new()
    {
        ["kind"] = SnakeCase.Of(report.Plugin.Kind.ToString()),
        ["name"] = report.Plugin.Name,
        ["settings"] = new JsonArray([.. report.Settings.Select(s => JsonValue.Create(s))]),
        ["rules"] = new JsonArray([.. report.Rules.Select(Json)]),
    };

    private static JsonObject Json(RuleReport rule) => new()
    {
        ["rule"] = rule.Rule.Name,
        ["demand"] = rule.Rule.Demand,
        ["result"] = SnakeCase.Of(rule.Kind.ToString()),
        ["findings"] = new JsonArray([.. rule.Findings.Select(f => new JsonObject
        {
            ["setting"] = f.Setting,
            ["result"] = SnakeCase.Of(f.Finding.Kind.ToString()),
            ["tried"] = f.Finding.Tried,
            ["problem"] = f.Finding.Problem,
            ["case"] = f.Finding.Case,
        })]),
    };
}
