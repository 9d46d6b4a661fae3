namespace MetricPlugins;

/// <summary>What a loss may build on.</summary>
/// <param name="Classes">Number of classes; labels run from 0 to one less.</param>
/// <param name="EmbeddingSize">D, columns of an embedding.</param>
/// <param name="Device">Where batches live; the loss's parameters are moved there.</param>
/// <param name="Generator">The run's random numbers for losses, on the CPU whatever the device: draw there, then move. Every
/// random choice draws from it, so that a seed repeats a run and makes the same choices on every device.</param>
public sealed record LossContext(int Classes, int EmbeddingSize, Device Device, Generator Generator);
