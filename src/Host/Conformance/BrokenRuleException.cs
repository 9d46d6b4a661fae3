namespace MetricPlugins.Host.Conformance;

/// <summary>What a plugin gave is of no use to any rule; the message is the problem.</summary>
internal sealed class BrokenRuleException(string problem) : Exception(problem);
