namespace ScottPlot;

public interface IColormap
{
    string Name { get; }

    Color GetColor(double position);
}
