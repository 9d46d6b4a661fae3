namespace MetricPlugins;

/// <summary>What a model may build on.</summary>
/// <param name="InputShape">Shape of one sample: [channels, height, width] for images, [size] for vectors. Images in files may differ in height
/// and width; it is then that of the first.</param>
/// <param name="Classes">Number of classes.</param>
public sealed record ModelContext(IReadOnlyList<long> InputShape, int Classes);
