using System.Runtime.InteropServices;

namespace TorchSharp;

// native/indexing.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr mt_index_get(IntPtr t, ReadOnlySpan<IndexValue> values, int count);
    [LibraryImport(Library)] internal static partial int mt_index_set(IntPtr t, ReadOnlySpan<IndexValue> values, int count, IntPtr value);
    [LibraryImport(Library)]
    internal static partial int mt_index_set_scalar(
        IntPtr t, ReadOnlySpan<IndexValue> values, int count, ScalarValue value);
    [LibraryImport(Library)]
    internal static partial int mt_index_put_(
        IntPtr t, ReadOnlySpan<IntPtr> list, int count, IntPtr value, byte accumulate);
    [LibraryImport(Library)] internal static partial IntPtr mt_select(IntPtr t, long dim, long index);
    [LibraryImport(Library)] internal static partial IntPtr mt_narrow(IntPtr t, long dim, long start, long length);
    [LibraryImport(Library)] internal static partial IntPtr mt_index_select(IntPtr t, long dim, IntPtr index);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_index_add(
        IntPtr t, long dim, IntPtr index, IntPtr source, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial int mt_index_add_(IntPtr t, long dim, IntPtr index, IntPtr source, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial IntPtr mt_gather(IntPtr t, long dim, IntPtr index);
    [LibraryImport(Library)] internal static partial IntPtr mt_gather_sparse(IntPtr t, long dim, IntPtr index, byte sparseGrad);
    [LibraryImport(Library)] internal static partial IntPtr mt_scatter(IntPtr t, long dim, IntPtr index, IntPtr source);
    [LibraryImport(Library)] internal static partial int mt_scatter_(IntPtr t, long dim, IntPtr index, IntPtr source);
    [LibraryImport(Library)] internal static partial IntPtr mt_scatter_add(IntPtr t, long dim, IntPtr index, IntPtr source);
    [LibraryImport(Library)] internal static partial int mt_scatter_add_(IntPtr t, long dim, IntPtr index, IntPtr source);
    [LibraryImport(Library)] internal static partial IntPtr mt_masked_select(IntPtr t, IntPtr mask);
    [LibraryImport(Library)] internal static partial IntPtr mt_nonzero(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_argwhere(IntPtr t);
}
