using System.Runtime.InteropServices;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor from_array(Array rawArray, Device? device = null) => CopyOf(rawArray, null, device, false);

    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, dtype, device, requires_grad);

    /// <summary>An array of any rank, in its own shape.</summary>
    internal static Tensor CopyOf(Array elements, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        ArgumentNullException.ThrowIfNull(elements);
        Span<long> shape = stackalloc long[elements.Rank];
        for (var i = 0; i < shape.Length; i++) shape[i] = elements.GetLongLength(i);
        return CopyOf(elements, shape, dtype, device, requiresGrad);
    }

    /// <summary>The elements of an array, in row-major order, in the given shape.</summary>
    internal static unsafe Tensor CopyOf(
        Array elements, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        ArgumentNullException.ThrowIfNull(elements);
        RequireFit(elements.LongLength, shape);
        var type = ElementTypes.Of(elements.GetType().GetElementType()!);
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(elements))
            return CopyOf(data, type, shape, dtype, device, requiresGrad);
    }

    internal static unsafe Tensor CopyOf<T>(
        ReadOnlySpan<T> elements, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged
    {
        RequireFit(elements.Length, shape);
        fixed (T* data = elements)
            return CopyOf(data, ElementTypes.Of(typeof(T)), shape, dtype, device, requiresGrad);
    }

    private static unsafe Tensor CopyOf(
        void* data, ScalarType type, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requiresGrad) =>
        Result(mt_from_data(data, (int)type, shape, shape.Length, new(dtype, device, requiresGrad)));

    private static void RequireFit(long count, ReadOnlySpan<long> shape)
    {
        var asked = 1L;
        foreach (var dimension in shape) asked *= dimension;
        if (asked != count)
            throw new ArgumentException($"Shape [{string.Join(", ", shape.ToArray())}] asks for {asked} elements, {count} were given.");
    }
}
