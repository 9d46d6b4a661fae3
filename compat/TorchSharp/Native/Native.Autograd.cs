using System.Runtime.InteropServices;

namespace TorchSharp;

// native/autograd.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial int mt_backward(
        IntPtr t, IntPtr gradient, byte retainGraph, byte createGraph, ReadOnlySpan<IntPtr> inputs, int count);
    [LibraryImport(Library)] internal static partial int mt_grad(IntPtr t, out IntPtr made);
    [LibraryImport(Library)] internal static partial int mt_set_grad(IntPtr t, IntPtr grad);
    [LibraryImport(Library)] internal static partial int mt_set_requires_grad(IntPtr t, byte requiresGrad);
    [LibraryImport(Library)] internal static partial int mt_retain_grad(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_detach(IntPtr t);
}
