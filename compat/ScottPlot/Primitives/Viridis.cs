namespace ScottPlot.Colormaps;

/// <summary>Viridis (Smith, van der Walt and Firing, CC0), drawn through eleven of its colours.</summary>
public class Viridis : IColormap
{
    private static readonly Color[] Stops =
    [
        .. new[] { "440154", "482576", "414487", "35608D", "2A788E", "21908C", "22A884", "43BF71", "7AD151", "BBDF27", "FDE725" }.Select(Color.FromHex),
    ];

    public string Name => "Viridis";

    public Color GetColor(double position)
    {
        var place = Math.Clamp(position, 0, 1) * (Stops.Length - 1);
        var below = Math.Min((int)place, Stops.Length - 2);
        var (a, b) = (Stops[below], Stops[below + 1]);
        byte Between(byte from, byte to) => (byte)Math.Round(from + (to - from) * (place - below));
        return new(Between(a.Red, b.Red), Between(a.Green, b.Green), Between(a.Blue, b.Blue));
    }
}
