namespace ScottPlot;

public interface IScatterSource
{
    IReadOnlyList<Coordinates> GetScatterPoints();
}
