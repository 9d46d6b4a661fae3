namespace MetricPlugins;

/// <summary>What the host passes to a loss's constructor.</summary>
/// <param name="Classes">C, number of classes; labels are 0 to C − 1.</param>
/// <param name="EmbeddingSize">D, the number of columns of an embedding.</param>
/// <param name="Device">The device of the batches; the host moves the loss's parameters there.</param>
/// <param name="Generator">The run's random generator for losses, always on the CPU: draw there, then move to the device. Use it for
/// every random choice, so that a seed reproduces a run and gives the same choices on every device.</param>
public sealed record LossContext(int Classes, int EmbeddingSize, Device Device, Generator Generator);
