using MetricPlugins.Conformance.Plugins;

namespace MetricPlugins.Conformance;

/// <summary>The outcome of a rule.</summary>
public enum Outcome
{
    /// <summary>The plugin satisfies the rule.</summary>
    Passed,

    /// <summary>The plugin breaks the rule.</summary>
    Failed,

    /// <summary>The rule was not tried.</summary>
    Skipped,
}

/// <summary>The result of one rule for one plugin under one choice of its options.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Tried">What was tried, with measurements; or why the rule was not tried.</param>
/// <param name="Problem">What went wrong; null if nothing did.</param>
/// <param name="Case">The smallest input on which it goes wrong; null if there is none.</param>
/// <param name="Measure">The measured value, in the rule's unit; of several findings a table shows the greatest.</param>
public sealed record Finding(Outcome Outcome, string Tried, string? Problem = null, string? Case = null, double Measure = 0)
{
    /// <summary>The options that differ from their defaults, as in <c>mining=all,average=active</c>; <c>defaults</c> if none
    /// does.</summary>
    public string Setting { get; init; } = Settings.Defaults;

    internal static Finding Passed(string tried, double measure = 0) => new(Outcome.Passed, tried, Measure: measure);

    internal static Finding Failed(string tried, string problem, string? smallest = null, double measure = 0) =>
        new(Outcome.Failed, tried, problem, smallest, measure);

    internal static Finding Skipped(string why) => new(Outcome.Skipped, why);
}

/// <summary>The findings of one rule under every setting.</summary>
/// <param name="Rule">Its name, as in docs/plugin-checks.md.</param>
/// <param name="Demand">What it requires, in one sentence.</param>
/// <param name="Findings">One finding per setting.</param>
public sealed record RuleReport(string Rule, string Demand, IReadOnlyList<Finding> Findings)
{
    /// <summary>The findings that failed.</summary>
    public IReadOnlyList<Finding> Failures => [.. Findings.Where(f => f.Outcome == Outcome.Failed)];

    /// <summary>Failed where one finding failed; else passed where one passed.</summary>
    public Outcome Outcome => Outcomes.Of(Findings.Select(f => f.Outcome));

    /// <summary>The representative finding: among those with the report's outcome the one with the greatest measure, else the first.</summary>
    public Finding Main => Findings.Where(f => f.Outcome == Outcome).MaxBy(f => f.Measure)!;
}

/// <summary>The results of all rules for one plugin.</summary>
/// <param name="Kind">The plugin's kind.</param>
/// <param name="Name">The plugin's name for users.</param>
/// <param name="Settings">The settings it was tried under.</param>
/// <param name="Rules">In the order of trial.</param>
public sealed record PluginReport(PluginKind Kind, string Name, IReadOnlyList<string> Settings, IReadOnlyList<RuleReport> Rules)
{
    /// <summary><c>Loss triplet</c></summary>
    public string Title => $"{Kind} {Name}";

    /// <summary>Failed where one rule failed; else passed where one passed.</summary>
    public Outcome Outcome => Outcomes.Of(Rules.Select(r => r.Outcome));

    /// <summary>Throws if a rule failed, or if none could be tried.</summary>
    /// <exception cref="PluginCheckException">Its message is <see cref="ToString"/>.</exception>
    public void ThrowIfFailed()
    {
        if (Outcome != Outcome.Passed)
            throw new PluginCheckException(ToString());
    }

    /// <summary>Each broken rule with its requirement, the problem and the smallest case; then the rules that passed, and those not
    /// tried with the reason.</summary>
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

/// <summary>Thrown if a plugin breaks the contract or no rule could be tried.</summary>
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
