using MetricPlugins;

[Plugin("ahead")]
public sealed class Ahead : MetricLoss;
