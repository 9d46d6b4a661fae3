namespace MetricPlugins.Host.Scripting;

/// <summary>A script does not compile, or throws. The message says where, a line for each error.</summary>
internal sealed class ScriptException(string message, Exception? inner = null) : Exception(message, inner);
