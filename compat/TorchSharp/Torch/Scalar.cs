using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number of any element type, as tensor functions take it.</summary>
public sealed class Scalar : IDisposable
{
    internal readonly ScalarValue Value;

    internal Scalar(ScalarValue value) => Value = value;

    public ScalarType Type => Value.Kind switch
    {
        0 => ScalarType.Int64,
        1 => ScalarType.Float64,
        _ => ScalarType.Bool,
    };

    /// <summary>Nothing to free: the value lies in the object.</summary>
    public void Dispose()
    {
    }

    public static implicit operator Scalar(byte value) => new((long)value);

    public static implicit operator Scalar(int value) => new((long)value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(float value) => new((double)value);

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(bool value) => new(value);
}

public static class ScalarExtensionMethods
{
    public static bool ToBoolean(this Scalar value) => value.Value.ToDouble() != 0;

    public static double ToDouble(this Scalar value) => value.Value.ToDouble();

    public static float ToSingle(this Scalar value) => (float)value.Value.ToDouble();

    public static int ToInt32(this Scalar value) => checked((int)value.Value.ToInt64());

    public static long ToInt64(this Scalar value) => value.Value.ToInt64();

    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;
}
