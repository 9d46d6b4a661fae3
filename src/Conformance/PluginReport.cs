using MetricPlugins.Conformance.Plugins;

namespace MetricPlugins.Conformance;

/// <summary>How a rule came out.</summary>
public enum Outcome
{
    /// <summary>The plugin keeps the rule.</summary>
    Passed,

    /// <summary>The plugin breaks the rule.</summary>
    Failed,

    /// <summary>The rule was not tried.</summary>
    Skipped,
}

/// <summary>What one rule found of one plugin under one choice of its options.</summary>
/// <param name="Outcome">How it came out.</param>
/// <param name="Tried">What was tried, with what was measured; or why nothing was.</param>
/// <param name="Problem">What went wrong; null where nothing did.</param>
/// <param name="Case">The smallest input it goes wrong on; null where there is none.</param>
/// <param name="Measure">What was measured, in the rule's unit: of several findings a table shows the greatest.</param>
public sealed record Finding(Outcome Outcome, string Tried, string? Problem = null, string? Case = null, double Measure = 0)
{
    /// <summary>The options that are not at their defaults, as in <c>mining=all,average=active</c>; <c>defaults</c> where all
    /// are.</summary>
    public string Setting { get; init; } = Settings.Defaults;

    internal static Finding Passed(string tried, double measure = 0) => new(Outcome.Passed, tried, Measure: measure);

    internal static Finding Failed(string tried, string problem, string? smallest = null, double measure = 0) =>
        new(Outcome.Failed, tried, problem, smallest, measure);

    internal static Finding Skipped(string why) => new(Outcome.Skipped, why);
}

/// <summary>What one rule found under every setting.</summary>
/// <param name="Rule">Its name, as in docs/plugin-checks.md.</param>
/// <param name="Demand">What it demands, one sentence.</param>
/// <param name="Findings">One a setting.</param>
public sealed record RuleReport(string Rule, string Demand, IReadOnlyList<Finding> Findings)
{
    /// <summary>The findings that failed.</summary>
    public IReadOnlyList<Finding> Failures => [.. Findings.Where(f => f.Outcome == Outcome.Failed)];

    /// <summary>Failed where one finding failed; else passed where one passed.</summary>
    public Outcome Outcome => Outcomes.Of(Findings.Select(f => f.Outcome));

    /// <summary>The finding that stands for all: of those with the report's outcome the one that measured most, else the first.</summary>
    public Finding Main => Findings.Where(f => f.Outcome == Outcome).MaxBy(f => f.Measure)!;
}

/// <summary>What all rules found of one plugin.</summary>
/// <param name="Kind">The plugin's kind.</param>
/// <param name="Name">What users call the plugin.</param>
/// <param name="Settings">The settings it was tried under.</param>
/// <param name="Rules">In the order in which they were tried.</param>
public sealed record PluginReport(PluginKind Kind, string Name, IReadOnlyList<string> Settings, IReadOnlyList<RuleReport> Rules)
{
    /// <summary><c>Loss triplet</c></summary>
    public string Title => $"{Kind} {Name}";

    /// <summary>Failed where one rule failed; else passed where one passed.</summary>
    public Outcome Outcome => Outcomes.Of(Rules.Select(r => r.Outcome));

    /// <summary>Throws where a rule failed, or none could be tried.</summary>
    /// <exception cref="PluginCheckException">Its message is <see cref="ToString"/>.</exception>
    public void ThrowIfFailed()
    {
        if (Outcome != Outcome.Passed)
            throw new PluginCheckException(ToString());
    }

    /// <summary>Each broken rule with its demand, the problem and the smallest case; then the rules that passed and those that were not
    /// tried, with the reason.</summary>
    public override string ToString()
    {
        var lines = new List<string>();
        foreach (var rule in Rules.Where(r => r.Outcome == Outcome.Failed))
        {
            lines.Add($"{Title} breaks {rule.Rule}: {rule.Demand}");
            lines.AddRange(rule.Failures.Select(f => $"  {f.Setting}: {f.Problem}{(f.Case is null ? "" : $"; smallest case: {f.Case}")}"));
        }

        if (Rules.Where(r => r.Outcome == Outcome.Passed).Select(r => r.Rule).ToList() is [_, ..] passed)
            lines.Add($"{Title} keeps {string.Join(", ", passed)}.");
        foreach (var skipped in Rules.Where(r => r.Outcome == Outcome.Skipped).GroupBy(r => r.Main.Tried))
            lines.Add($"Not tried: {string.Join(", ", skipped.Select(r => r.Rule))} ({skipped.Key})");
        return string.Join(Environment.NewLine, lines);
    }
}

/// <summary>A plugin does not keep the contract, or no rule could be tried.</summary>
/// <param name="message">The report.</param>
public sealed class PluginCheckException(string message) : Exception(message);

internal static class Outcomes
{
    /// <summary>Failed where one failed; else passed where one passed.</summary>
    public static Outcome Of(IEnumerable<Outcome> outcomes)
    {
        var all = outcomes.ToHashSet();
        return all.Contains(Outcome.Failed) ? Outcome.Failed : all.Contains(Outcome.Passed) ? Outcome.Passed : Outcome.Skipped;
    }
}
