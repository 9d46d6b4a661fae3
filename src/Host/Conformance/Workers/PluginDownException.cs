namespace MetricPlugins.Host.Conformance.Workers;

/// <summary>A plugin ended the process it ran in, or never came back.</summary>
internal sealed class PluginDownException(string message) : Exception(message);
