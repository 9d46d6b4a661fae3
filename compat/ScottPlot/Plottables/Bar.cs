namespace ScottPlot;

public class Bar
{
    public double Position { get; set; }

    public double Value { get; set; }

    public double ValueBase { get; set; }

    public double Size { get; set; } = 0.8;

    public Color FillColor { get; set; } = Colors.Gray;

    public float LineWidth { get; set; } = 1;

    public Color LineColor { get; set; } = Colors.Black;
}
