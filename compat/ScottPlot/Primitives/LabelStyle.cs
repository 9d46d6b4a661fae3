namespace ScottPlot;

public class LabelStyle
{
    public bool IsVisible { get; set; } = true;

    public string Text { get; set; } = string.Empty;

    public Alignment Alignment { get; set; } = Alignment.UpperLeft;

    public float Rotation { get; set; }

    public Color ForeColor { get; set; } = Colors.Black;

    public float FontSize { get; set; } = 12;

    public bool Bold { get; set; }
}
