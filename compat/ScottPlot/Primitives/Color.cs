using System.Globalization;

namespace ScottPlot;

public readonly struct Color(byte red, byte green, byte blue, byte alpha = 255) : IEquatable<Color>
{
    public readonly byte Red = red;
    public readonly byte Green = green;
    public readonly byte Blue = blue;
    public readonly byte Alpha = alpha;

    /// <summary>Of RRGGBB, with or without a leading #; black of anything else.</summary>
    public static Color FromHex(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        var digits = hex.StartsWith('#') ? hex[1..] : hex;
        return digits.Length == 6 && uint.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var rgb)
            ? new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
            : new(0, 0, 0);
    }

    public readonly Color WithAlpha(double alpha) => new(Red, Green, Blue, (byte)(alpha * 255));

    public static bool operator ==(Color a, Color b) => a.Equals(b);

    public static bool operator !=(Color a, Color b) => !a.Equals(b);

    public bool Equals(Color other) => (Red, Green, Blue, Alpha) == (other.Red, other.Green, other.Blue, other.Alpha);

    public override bool Equals(object? obj) => obj is Color other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Red, Green, Blue, Alpha);
}
