namespace MetricPlugins;

/// <summary>What the host passes to a model's constructor.</summary>
/// <param name="InputShape">Shape of one sample: [channels, height, width] for images, [size] for vectors. Images in files may differ in height
/// and width; this is the shape of the first.</param>
/// <param name="Classes">Number of classes.</param>
public sealed record ModelContext(IReadOnlyList<long> InputShape, int Classes);
