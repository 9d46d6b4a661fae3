namespace MetricPlugins.Host.Conformance;

internal enum FindingKind
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>What came of one rule for one plugin under one choice of its options.</summary>
/// <param name="Kind">How it came out.</param>
/// <param name="Tried">What was tried, with what was measured; or why nothing was.</param>
/// <param name="Problem">What went wrong.</param>
/// <param name="Case">The smallest input it goes wrong on.</param>
/// <param name="Measure">What was measured: of several findings a table shows the greatest.</param>
internal sealed record Finding(FindingKind Kind, string Tried, string? Problem = null, string? Case = null, double Measure = 0)
{
    public static Finding Passed(string tried, double measure = 0) => new(FindingKind.Passed, tried, Measure: measure);

    public static Finding Failed(string tried, string problem, string? smallest = null, double measure = 0) =>
        new(FindingKind.Failed, tried, problem, smallest, measure);

    public static Finding Skipped(string why) => new(FindingKind.Skipped, why);
}
