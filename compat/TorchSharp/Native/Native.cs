using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The C ABI over libtorch (native/), and what every call to it shares.</summary>
/// <remarks>
/// A wrapper hands its operands on to <see cref="Result"/> or <see cref="Check"/> after the native call: that keeps their
/// finalizers from freeing the handles while the call runs.
/// </remarks>
internal static unsafe partial class Native
{
    internal const string Library = "metric_torch";

    [LibraryImport(Library)] private static partial byte* mt_last_error();
    [LibraryImport(Library)] private static partial byte* mt_version();

    internal static string Version() => Marshal.PtrToStringUTF8((IntPtr)mt_version())!;

    /// <summary>The handle of an operand that must be there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static IntPtr In(Tensor tensor, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        if (tensor is null) ThrowNull(name);
        return tensor.Handle;
    }

    /// <summary>The handle of an operand that may be absent.</summary>
    internal static IntPtr Optional(Tensor? tensor) => tensor is null ? IntPtr.Zero : tensor.Handle;

    internal static IntPtr Optional(Generator? generator) => generator is null ? IntPtr.Zero : generator.Handle;

    internal static byte Byte(bool flag) => flag ? (byte)1 : (byte)0;

    /// <summary>Wraps what a native call made.</summary>
    internal static Tensor Result(IntPtr made, object? a = null, object? b = null, object? c = null) => new(Made(made, a, b, c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static IntPtr Made(IntPtr made, object? a = null, object? b = null, object? c = null)
    {
        KeepAlive(a, b, c);
        if (made == IntPtr.Zero) ThrowLastError();
        return made;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(int status, object? a = null, object? b = null, object? c = null)
    {
        KeepAlive(a, b, c);
        if (status != 0) ThrowLastError();
    }

    internal static (Tensor, Tensor) Two(int status, Pair made, object? a = null, object? b = null, object? c = null)
    {
        Check(status, a, b, c);
        return (new(made.First), new(made.Second));
    }

    internal static (Tensor, Tensor, Tensor) Three(int status, Triple made, object? a = null, object? b = null, object? c = null)
    {
        Check(status, a, b, c);
        return (new(made.First), new(made.Second), new(made.Third));
    }

    internal static IntPtr[] Handles(IEnumerable<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors is IReadOnlyCollection<Tensor> known
            ? Filled(new IntPtr[known.Count], tensors)
            : Handles([.. tensors]);
    }

    internal static IntPtr[] Handles(ReadOnlySpan<Tensor> tensors)
    {
        var handles = new IntPtr[tensors.Length];
        for (var i = 0; i < handles.Length; i++) handles[i] = In(tensors[i], "tensors");
        return handles;
    }

    private static IntPtr[] Filled(IntPtr[] handles, IEnumerable<Tensor> tensors)
    {
        var next = 0;
        foreach (var tensor in tensors) handles[next++] = In(tensor, "tensors");
        return handles;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void KeepAlive(object? a, object? b, object? c)
    {
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private static void ThrowNull(string name) => throw new ArgumentNullException(name);

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    internal static void ThrowLastError() => throw new ExternalException(Marshal.PtrToStringUTF8((IntPtr)mt_last_error()));
}
