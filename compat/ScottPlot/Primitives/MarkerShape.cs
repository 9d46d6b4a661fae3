namespace ScottPlot;

// The numbers are those of the real package, which knows more shapes.
public enum MarkerShape
{
    None = 0,
    FilledCircle = 1,
    FilledSquare = 3,
    FilledTriangleUp = 5,
    FilledDiamond = 9,
}
