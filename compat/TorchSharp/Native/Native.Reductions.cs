using System.Runtime.InteropServices;

namespace TorchSharp;

// native/reductions.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr mt_sum(IntPtr t, int type);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_sum_dims(
        IntPtr t, ReadOnlySpan<long> dims, int count, byte keepdim, int type);
    [LibraryImport(Library)] internal static partial IntPtr mt_mean(IntPtr t);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_mean_dims(
        IntPtr t, ReadOnlySpan<long> dims, int count, byte keepdim, int type);
    [LibraryImport(Library)] internal static partial IntPtr mt_var(IntPtr t, byte unbiased);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_var_dims(
        IntPtr t, ReadOnlySpan<long> dims, int count, byte unbiased, byte keepdim);
    [LibraryImport(Library)] internal static partial IntPtr mt_std(IntPtr t, byte unbiased);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_std_dims(
        IntPtr t, ReadOnlySpan<long> dims, int count, byte unbiased, byte keepdim);
    [LibraryImport(Library)] internal static partial IntPtr mt_median(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_norm(IntPtr t, double p);
    [LibraryImport(Library)] internal static partial IntPtr mt_norm_dim(IntPtr t, double p, long dim, byte keepdim);
    [LibraryImport(Library)] internal static partial IntPtr mt_dist(IntPtr a, IntPtr b, double p);
    [LibraryImport(Library)] internal static partial IntPtr mt_logsumexp(IntPtr t, long dim, byte keepdim);
    [LibraryImport(Library)] internal static partial IntPtr mt_softmax(IntPtr t, long dim, int type);
    [LibraryImport(Library)] internal static partial IntPtr mt_log_softmax(IntPtr t, long dim, int type);
    [LibraryImport(Library)] internal static partial IntPtr mt_cumsum(IntPtr t, long dim, int type);
    [LibraryImport(Library)] internal static partial IntPtr mt_all(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_all_dim(IntPtr t, long dim, byte keepdim);
    [LibraryImport(Library)] internal static partial IntPtr mt_any(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_any_dim(IntPtr t, long dim, byte keepdim);
    [LibraryImport(Library)] internal static partial IntPtr mt_max(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_min(IntPtr t);
    [LibraryImport(Library)] internal static partial int mt_max_dim(IntPtr t, long dim, byte keepdim, out Pair made);
    [LibraryImport(Library)] internal static partial int mt_min_dim(IntPtr t, long dim, byte keepdim, out Pair made);
    [LibraryImport(Library)] internal static partial int mt_aminmax(IntPtr t, long dim, byte hasDim, byte keepdim, out Pair made);
    [LibraryImport(Library)] internal static partial IntPtr mt_amax(IntPtr t, ReadOnlySpan<long> dims, int count, byte keepdim);
    [LibraryImport(Library)] internal static partial IntPtr mt_amin(IntPtr t, ReadOnlySpan<long> dims, int count, byte keepdim);
    [LibraryImport(Library)] internal static partial IntPtr mt_argmax(IntPtr t, long dim, byte hasDim, byte keepdim);
    [LibraryImport(Library)] internal static partial IntPtr mt_argmin(IntPtr t, long dim, byte hasDim, byte keepdim);
    [LibraryImport(Library)] internal static partial int mt_sort(IntPtr t, long dim, byte descending, byte stable, out Pair made);
    [LibraryImport(Library)] internal static partial IntPtr mt_argsort(IntPtr t, long dim, byte descending);
    [LibraryImport(Library)] internal static partial int mt_topk(IntPtr t, long k, long dim, byte largest, byte sorted, out Pair made);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_searchsorted(
        IntPtr sorted, IntPtr values, byte outInt32, byte right, IntPtr sorter);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_searchsorted_scalar(
        IntPtr sorted, ScalarValue value, byte outInt32, byte right, IntPtr sorter);
    [LibraryImport(Library)] internal static partial IntPtr mt_bincount(IntPtr t, IntPtr weights, long minlength);
    [LibraryImport(Library)]
    internal static partial int mt_unique(
        IntPtr t, byte sorted, byte inverse, byte counts, long dim, byte hasDim, out Triple made);
    [LibraryImport(Library)]
    internal static partial int mt_unique_consecutive(
        IntPtr t, byte inverse, byte counts, long dim, byte hasDim, out Triple made);
}
