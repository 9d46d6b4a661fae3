namespace MetricPlugins.Host.Training;

/// <summary>A loss or an embedding became NaN or infinite: what comes after it means nothing.</summary>
internal sealed class NonFiniteException(string message) : Exception(message);
