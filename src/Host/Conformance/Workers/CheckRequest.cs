namespace MetricPlugins.Host.Conformance.Workers;

/// <summary>Asks for one rule of one plugin under one choice of options.</summary>
/// <param name="Plugin">Its title.</param>
/// <param name="Options">As users write them.</param>
/// <param name="Rule">The rule's name.</param>
internal sealed record CheckRequest(string Plugin, IReadOnlyList<KeyValuePair<string, string>> Options, string Rule);
