namespace ScottPlot;

public class LegendItem : LabelStyleProperties
{
    public override LabelStyle LabelStyle { get; set; } = new() { Alignment = Alignment.MiddleLeft };

    public float LineWidth { get; set; }

    public LinePattern LinePattern { get; set; } = LinePattern.Solid;

    public Color LineColor { get; set; } = Colors.Black;

    public Color FillColor { get; set; } = Colors.Transparent;

    public MarkerShape MarkerShape { get; set; } = MarkerShape.None;

    public float MarkerSize { get; set; }

    public Color MarkerColor { get; set; } = Colors.Black;
}
