namespace ScottPlot;

public interface IHasColorAxis
{
    IColormap Colormap { get; set; }

    Range GetRange();
}
