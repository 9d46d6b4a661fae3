namespace MetricPlugins.Host.Training;

/// <summary>A loss became NaN or infinite: what comes after it means nothing.</summary>
internal sealed class NonFiniteLossException(string message) : Exception(message);
