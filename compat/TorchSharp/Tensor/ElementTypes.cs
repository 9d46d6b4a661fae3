using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Which .NET type holds the elements of a tensor.</summary>
internal static class ElementTypes
{
    internal static bool IsOf<T>(this ScalarType type) => type switch
    {
        ScalarType.Byte => typeof(T) == typeof(byte),
        ScalarType.Int8 => typeof(T) == typeof(sbyte),
        ScalarType.Int16 => typeof(T) == typeof(short),
        ScalarType.Int32 => typeof(T) == typeof(int),
        ScalarType.Int64 => typeof(T) == typeof(long),
        ScalarType.Float16 => typeof(T) == typeof(Half),
        ScalarType.Float32 => typeof(T) == typeof(float),
        ScalarType.Float64 => typeof(T) == typeof(double),
        ScalarType.Bool => typeof(T) == typeof(bool),
        _ => false,
    };

    internal static ScalarType Of(Type element) => Type.GetTypeCode(element) switch
    {
        TypeCode.Byte => ScalarType.Byte,
        TypeCode.SByte => ScalarType.Int8,
        TypeCode.Int16 => ScalarType.Int16,
        TypeCode.Int32 => ScalarType.Int32,
        TypeCode.Int64 => ScalarType.Int64,
        TypeCode.Single => ScalarType.Float32,
        TypeCode.Double => ScalarType.Float64,
        TypeCode.Boolean => ScalarType.Bool,
        _ when element == typeof(Half) => ScalarType.Float16,
        _ => throw new NotSupportedException(
            $"No tensor holds elements of {element.Name}. Known: byte, sbyte, short, int, long, Half, float, double, bool."),
    };
}
