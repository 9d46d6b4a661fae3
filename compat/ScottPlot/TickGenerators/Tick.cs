namespace ScottPlot;

public readonly struct Tick(double position, string label, bool isMajor)
{
    public double Position { get; } = position;

    public string Label { get; } = label;

    public bool IsMajor { get; } = isMajor;

    public Tick(double position, string label)
        : this(position, label, true)
    {
    }

    public static Tick Major(double position, string label) => new(position, label, true);

    public static Tick Minor(double position) => new(position, string.Empty, false);
}
