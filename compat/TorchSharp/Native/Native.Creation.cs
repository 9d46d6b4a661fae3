using System.Runtime.InteropServices;

namespace TorchSharp;

// native/creation.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr mt_zeros(ReadOnlySpan<long> shape, int count, TensorOptions o);
    [LibraryImport(Library)] internal static partial IntPtr mt_ones(ReadOnlySpan<long> shape, int count, TensorOptions o);
    [LibraryImport(Library)] internal static partial IntPtr mt_empty(ReadOnlySpan<long> shape, int count, TensorOptions o);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_full(
        ReadOnlySpan<long> shape, int count, ScalarValue value, TensorOptions o);
    [LibraryImport(Library)] internal static partial IntPtr mt_eye(long rows, long columns, TensorOptions o);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_arange(
        ScalarValue start, ScalarValue stop, ScalarValue step, TensorOptions o);
    [LibraryImport(Library)] internal static partial IntPtr mt_linspace(double start, double end, long steps, TensorOptions o);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_from_data(
        void* data, int sourceType, ReadOnlySpan<long> shape, int count, TensorOptions o);
}
