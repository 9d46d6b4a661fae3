namespace ScottPlot.TickGenerators;

public class NumericManual : ITickGenerator
{
    private readonly List<Tick> all = [];

    public NumericManual()
    {
    }

    public NumericManual(Tick[] ticks) => all.AddRange(ticks);

    public NumericManual(double[] positions, string[] labels)
    {
        ArgumentNullException.ThrowIfNull(positions);
        ArgumentNullException.ThrowIfNull(labels);
        if (positions.Length != labels.Length)
            throw new ArgumentException($"{nameof(positions)} must have same length as {nameof(labels)}");
        all.AddRange(positions.Zip(labels, Tick.Major));
    }

    public Tick[] Ticks { get; set; } = [];

    public void Add(Tick tick) => all.Add(tick);

    public void AddMajor(double position, string label) => Add(Tick.Major(position, label));

    public void AddMinor(double position) => Add(Tick.Minor(position));

    void ITickGenerator.Regenerate(double min, double max, double pixels, Edge edge, LabelStyle style) =>
        Ticks = [.. all.Where(tick => tick.Position >= min && tick.Position <= max)];
}
