using MetricPlugins.Host.Plugins;

namespace MetricPlugins.Host.Conformance;

/// <summary>What came of one rule under one setting.</summary>
/// <param name="Setting">As <see cref="Settings.Tell"/> writes it.</param>
/// <param name="Finding">What came of it.</param>
internal sealed record SettingFinding(string Setting, Finding Finding);

/// <summary>What came of one rule under every setting.</summary>
internal sealed record RuleReport(Rule Rule, IReadOnlyList<SettingFinding> Findings)
{
    public IReadOnlyList<SettingFinding> Failures => [.. Findings.Where(f => f.Finding.Kind == FindingKind.Failed)];

    /// <summary>Failed where it failed once, passed where it passed once and never failed.</summary>
    public FindingKind Kind =>
        Failures.Count > 0 ? FindingKind.Failed
        : Findings.Any(f => f.Finding.Kind == FindingKind.Passed) ? FindingKind.Passed
        : FindingKind.Skipped;

    /// <summary>The finding that stands for all: the first failure, else the greatest measurement, else the first.</summary>
    public SettingFinding Main => Findings.Where(f => f.Finding.Kind == Kind).MaxBy(f => f.Finding.Measure)!;
}

/// <summary>What came of all rules of one plugin.</summary>
/// <param name="Plugin">Which.</param>
/// <param name="Settings">The settings that it was tried under.</param>
/// <param name="Rules">In the order in which they were tried.</param>
internal sealed record PluginReport(PluginInfo Plugin, IReadOnlyList<string> Settings, IReadOnlyList<RuleReport> Rules)
{
    /// <summary>Failed where a rule failed; passed where none did and one was tried.</summary>
    public FindingKind Kind =>
        Rules.Any(r => r.Kind == FindingKind.Failed) ? FindingKind.Failed
        : Rules.Any(r => r.Kind == FindingKind.Passed) ? FindingKind.Passed
        : FindingKind.Skipped;
}
