namespace MetricPlugins.Host.Base;

/// <summary>The machine lacks what was asked for: libtorch, or a device.</summary>
internal sealed class EnvironmentException(string message, Exception? inner = null) : Exception(message, inner);
