namespace ScottPlot;

public enum Alignment
{
    UpperLeft,
    UpperCenter,
    UpperRight,
    MiddleLeft,
    MiddleCenter,
    MiddleRight,
    LowerLeft,
    LowerCenter,
    LowerRight,
}

internal static class AlignmentParts
{
    /// <summary>−1 left, 0 centre, 1 right.</summary>
    public static int Horizontal(this Alignment alignment) => (int)alignment % 3 - 1;

    /// <summary>−1 upper, 0 middle, 1 lower.</summary>
    public static int Vertical(this Alignment alignment) => (int)alignment / 3 - 1;
}
