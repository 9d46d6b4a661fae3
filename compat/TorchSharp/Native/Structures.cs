using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>mt_scalar of native/shim.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct ScalarValue
{
    public readonly long Integer;
    public readonly double Real;
    public readonly int Kind;

    private ScalarValue(long integer, double real, int kind) => (Integer, Real, Kind) = (integer, real, kind);

    public static ScalarValue None => new(0, 0, 3);

    public static ScalarValue Optional(Scalar? scalar) => scalar is null ? None : scalar.Value;

    public static implicit operator ScalarValue(long value) => new(value, 0, 0);
    public static implicit operator ScalarValue(double value) => new(0, value, 1);
    public static implicit operator ScalarValue(bool value) => new(value ? 1 : 0, 0, 2);
    public static implicit operator ScalarValue(Scalar scalar) =>
        scalar is null ? throw new ArgumentNullException(nameof(scalar)) : scalar.Value;

    public double ToDouble() => Kind == 1 ? Real : Integer;

    /// <summary>Towards zero, as C++ converts.</summary>
    public long ToInt64() => Kind == 1 ? (long)Real : Integer;
}

/// <summary>mt_options: what a new tensor is like.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TensorOptions(ScalarType? type, Device? device, bool requiresGrad)
{
    public readonly int Type = type is null ? -1 : (int)type.Value;
    public readonly int DeviceType = device is null ? 0 : (int)device.type;
    public readonly int DeviceIndex = device is null ? -1 : device.index;
    public readonly int RequiresGrad = requiresGrad ? 1 : 0;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Pair
{
    public IntPtr First, Second;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Triple
{
    public IntPtr First, Second, Third;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Quadruple
{
    public IntPtr First, Second, Third, Fourth;
}

/// <summary>mt_index of native/indexing.cpp: one place between the brackets.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IndexValue
{
    public IndexKind Kind;
    public SliceParts Has;
    public long Start, Stop, Step;
    public IntPtr Tensor;
}

internal enum IndexKind { None, Ellipsis, Integer, Boolean, Slice, Tensor }

[Flags]
internal enum SliceParts { None = 0, Start = 1, Stop = 2, Step = 4 }
