namespace ScottPlot;

public interface IHasColorAxis
{
    IColormap Colormap { get; set; }

    internal (double Min, double Max) Range { get; }
}
