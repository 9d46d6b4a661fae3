namespace ScottPlot;

public readonly struct LinePattern(float[] intervals, float phase, string name)
{
    // The default of the structure is a solid line, too.
    public float[] Intervals { get => field ?? []; } = intervals;

    public float Phase { get; } = phase;

    public string Name { get => field ?? "Solid"; } = name;

    public static LinePattern Solid { get; } = new([], 0, "Solid");
}
