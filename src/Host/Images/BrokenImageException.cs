namespace MetricPlugins.Host.Images;

/// <summary>Bytes that are no image, or not all of one; the message says why, without a file's name.</summary>
internal sealed class BrokenImageException(string message) : Exception(message);
