namespace ScottPlot;

public static class Colors
{
    public static Color Black { get; } = new(0, 0, 0);

    public static Color Gray { get; } = new(128, 128, 128);

    public static Color White { get; } = new(255, 255, 255);

    public static Color Transparent { get; } = new(0, 0, 0, 0);
}
