namespace MetricPlugins.Host.Conformance.Losses;

/// <summary>A step along one coordinate, counted as in <see cref="LossOutcome.Gradient"/>.</summary>
internal readonly record struct Nudge(int Coordinate, double By);
