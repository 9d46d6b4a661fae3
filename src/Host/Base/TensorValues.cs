using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MetricPlugins.Host.Base;

/// <summary>Copies values of a tensor to .NET arrays and spans.</summary>
/// <remarks>TorchSharp 0.107's <c>data&lt;T&gt;()</c> calls libtorch for each value of a matrix, and throws for a matrix without rows.</remarks>
internal static class TensorValues
{
    /// <summary>All values in order, the last dimension fastest. Waits for the device.</summary>
    public static T[] Values<T>(this Tensor tensor) where T : unmanaged
    {
        var values = new T[tensor.numel()];
        tensor.CopyValues<T>(values);
        return values;
    }

    /// <summary>Copies all values, the last dimension fastest. Waits for the device.</summary>
    /// <exception cref="ArgumentException">The tensor is of another type, or its values do not fill the span.</exception>
    public static void CopyValues<T>(this Tensor tensor, Span<T> values) where T : unmanaged
    {
        // A tensor's bytes are one span, which is limited to 2 GB.
        const int atOnce = 1 << 27;
        if (tensor.dtype != TypeOf<T>() || tensor.numel() != values.Length)
            throw new ArgumentException(
                $"{values.Length} values of type {TypeOf<T>()} take a tensor of as many; got {tensor.numel()} of {tensor.dtype}.", nameof(tensor));
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu().contiguous().flatten();
        for (var start = 0; start < values.Length; start += atOnce)
        {
            var count = Math.Min(atOnce, values.Length - start);
            MemoryMarshal.Cast<byte, T>(flat.narrow(0, start, count).bytes).CopyTo(values[start..]);
        }
    }

    /// <summary>The input of a network: image bytes scaled to 0…1; other types unchanged.</summary>
    public static Tensor Scaled(this Tensor inputs) => inputs.dtype == ScalarType.Byte ? inputs.to(ScalarType.Float32).div_(255) : inputs;

    private static ScalarType TypeOf<T>() =>
        typeof(T) == typeof(float) ? ScalarType.Float32 : typeof(T) == typeof(double) ? ScalarType.Float64 : ScalarType.Int64;
}
