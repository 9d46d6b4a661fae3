using System.Runtime.InteropServices;

namespace TorchSharp;

// native/shape.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr mt_reshape(IntPtr t, ReadOnlySpan<long> shape, int count);
    [LibraryImport(Library)] internal static partial IntPtr mt_view(IntPtr t, ReadOnlySpan<long> shape, int count);
    [LibraryImport(Library)] internal static partial IntPtr mt_view_as(IntPtr t, IntPtr other);
    [LibraryImport(Library)] internal static partial IntPtr mt_expand(IntPtr t, ReadOnlySpan<long> shape, int count, byte isImplicit);
    [LibraryImport(Library)] internal static partial IntPtr mt_repeat(IntPtr t, ReadOnlySpan<long> repeats, int count);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_repeat_interleave(
        IntPtr t, long repeats, long dim, byte hasDim, long size, byte hasSize);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_repeat_interleave_tensor(
        IntPtr t, IntPtr repeats, long dim, byte hasDim, long size, byte hasSize);
    [LibraryImport(Library)] internal static partial IntPtr mt_permute(IntPtr t, ReadOnlySpan<long> dims, int count);
    [LibraryImport(Library)] internal static partial IntPtr mt_flip(IntPtr t, ReadOnlySpan<long> dims, int count);
    [LibraryImport(Library)] internal static partial IntPtr mt_transpose(IntPtr t, long a, long b);
    [LibraryImport(Library)] internal static partial IntPtr mt_t(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_numpy_T(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_flatten(IntPtr t, long start, long end);
    [LibraryImport(Library)] internal static partial IntPtr mt_squeeze(IntPtr t, long dim, byte hasDim);
    [LibraryImport(Library)] internal static partial int mt_squeeze_(IntPtr t, long dim, byte hasDim);
    [LibraryImport(Library)] internal static partial IntPtr mt_unsqueeze(IntPtr t, long dim);
    [LibraryImport(Library)] internal static partial IntPtr mt_diag(IntPtr t, long diagonal);
    [LibraryImport(Library)] internal static partial IntPtr mt_tril(IntPtr t, long diagonal);
    [LibraryImport(Library)] internal static partial IntPtr mt_triu(IntPtr t, long diagonal);
    [LibraryImport(Library)] internal static partial IntPtr mt_cat(ReadOnlySpan<IntPtr> list, int count, long dim);
    [LibraryImport(Library)] internal static partial IntPtr mt_stack(ReadOnlySpan<IntPtr> list, int count, long dim);
    [LibraryImport(Library)] internal static partial IntPtr mt_vstack(ReadOnlySpan<IntPtr> list, int count);
    [LibraryImport(Library)] internal static partial int mt_list_count(IntPtr list);
    [LibraryImport(Library)] internal static partial IntPtr mt_list_take(IntPtr list, int index);
    [LibraryImport(Library)] internal static partial void mt_list_dispose(IntPtr list);
    [LibraryImport(Library)] internal static partial IntPtr mt_split(IntPtr t, long size, long dim);
    [LibraryImport(Library)] internal static partial IntPtr mt_split_sizes(IntPtr t, ReadOnlySpan<long> parts, int count, long dim);
    [LibraryImport(Library)] internal static partial IntPtr mt_chunk(IntPtr t, long chunks, long dim);
    [LibraryImport(Library)] internal static partial IntPtr mt_unbind(IntPtr t, long dim);
    [LibraryImport(Library)] internal static partial IntPtr mt_where_list(IntPtr condition);
}
