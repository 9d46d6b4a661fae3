using System.Runtime.InteropServices;

namespace TorchSharp;

// native/linalg.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr mt_matmul(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_mm(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_bmm(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_dot(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_outer(IntPtr a, IntPtr b);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr mt_einsum(
        string equation, ReadOnlySpan<IntPtr> list, int count);
    [LibraryImport(Library)] internal static partial IntPtr mt_cdist(IntPtr a, IntPtr b, double p, long mode);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_linalg_norm(
        IntPtr t, ScalarValue ord, ReadOnlySpan<long> dims, int count, byte keepdim);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr mt_linalg_norm_named(
        IntPtr t, string ord, ReadOnlySpan<long> dims, int count, byte keepdim);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_linalg_vector_norm(
        IntPtr t, double ord, ReadOnlySpan<long> dims, int count, byte keepdim);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_linalg_matrix_norm(
        IntPtr t, double ord, ReadOnlySpan<long> dims, int count, byte keepdim);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr mt_linalg_matrix_norm_named(
        IntPtr t, string ord, ReadOnlySpan<long> dims, int count, byte keepdim);
    [LibraryImport(Library)] internal static partial IntPtr mt_linalg_cholesky(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_linalg_det(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_linalg_inv(IntPtr t);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr mt_linalg_eigvalsh(
        IntPtr t, string uplo);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mt_linalg_eigh(
        IntPtr t, string uplo, out Pair made);
    [LibraryImport(Library)] internal static partial int mt_linalg_slogdet(IntPtr t, out Pair made);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mt_linalg_qr(
        IntPtr t, string mode, out Pair made);
    [LibraryImport(Library)] internal static partial int mt_linalg_svd(IntPtr t, byte fullMatrices, out Triple made);
    [LibraryImport(Library)] internal static partial IntPtr mt_linalg_svdvals(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_linalg_solve(IntPtr a, IntPtr b, byte left);
    [LibraryImport(Library)] internal static partial IntPtr mt_linalg_multi_dot(ReadOnlySpan<IntPtr> list, int count);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_linalg_pinv(
        IntPtr t, double atol, byte hasAtol, double rtol, byte hasRtol, byte hermitian);
    [LibraryImport(Library)] internal static partial IntPtr mt_linalg_pinv_tensor(IntPtr t, IntPtr atol, IntPtr rtol, byte hermitian);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_linalg_matrix_rank(
        IntPtr t, double atol, byte hasAtol, double rtol, byte hasRtol, byte hermitian);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_linalg_matrix_rank_tensor(
        IntPtr t, IntPtr atol, IntPtr rtol, byte hermitian);
    [LibraryImport(Library)]
    internal static partial int mt_linalg_lstsq(
        IntPtr a, IntPtr b, double rcond, byte hasRcond, out Quadruple made);
}
