using System.Runtime.InteropServices;

namespace TorchSharp;

// native/pointwise.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr mt_abs(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_exp(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_floor(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_isfinite(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_isinf(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_isnan(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_log(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_log1p(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_logical_not(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_bitwise_not(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_neg(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_relu(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_rsqrt(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_sigmoid(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_sign(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_sqrt(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_square(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_tanh(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_sub(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_sub_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_mul(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_mul_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_div(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_div_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_remainder(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_remainder_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int mt_sub_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int mt_sub_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial int mt_mul_(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial int mt_mul_scalar_(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_pow(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_pow_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_maximum(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_minimum(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_logical_and(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_logical_or(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_logical_xor(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_bitwise_and(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_bitwise_or(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_bitwise_xor(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_eq(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_eq_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_ne(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_ne_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_lt(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_lt_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_le(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_le_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_gt(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_gt_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_ge(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_ge_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_gelu(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr mt_round(IntPtr t, long decimals);
    [LibraryImport(Library)]
    internal static partial IntPtr mt_nan_to_num(
        IntPtr t, double nan, double posinf, byte hasPosinf, double neginf, byte hasNeginf);
    [LibraryImport(Library)] internal static partial IntPtr mt_add(IntPtr a, IntPtr b);
    [LibraryImport(Library)] internal static partial IntPtr mt_add_alpha(IntPtr a, IntPtr b, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial IntPtr mt_add_scalar(IntPtr a, ScalarValue b, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial int mt_add_(IntPtr a, IntPtr b, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial int mt_add_scalar_(IntPtr a, ScalarValue b, ScalarValue alpha);
    [LibraryImport(Library)] internal static partial IntPtr mt_addmm(IntPtr t, IntPtr a, IntPtr b, double beta, double alpha);
    [LibraryImport(Library)] internal static partial IntPtr mt_rsub_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_rdiv_scalar(IntPtr a, ScalarValue b);
    [LibraryImport(Library)] internal static partial IntPtr mt_div_rounded(IntPtr a, IntPtr b, int mode);
    [LibraryImport(Library)] internal static partial IntPtr mt_div_rounded_scalar(IntPtr a, ScalarValue b, int mode);
    [LibraryImport(Library)] internal static partial int mt_div_(IntPtr a, IntPtr b, int mode);
    [LibraryImport(Library)] internal static partial int mt_div_scalar_(IntPtr a, ScalarValue b, int mode);
    [LibraryImport(Library)]
    internal static partial int mt_allclose(
        IntPtr a, IntPtr b, double rtol, double atol, byte equalNan, out byte value);
    [LibraryImport(Library)] internal static partial int mt_equal(IntPtr a, IntPtr b, out byte value);
    [LibraryImport(Library)] internal static partial IntPtr mt_clamp(IntPtr t, ScalarValue min, ScalarValue max);
    [LibraryImport(Library)] internal static partial IntPtr mt_clamp_tensor(IntPtr t, IntPtr min, IntPtr max);
    [LibraryImport(Library)] internal static partial int mt_clamp_(IntPtr t, ScalarValue min, ScalarValue max);
    [LibraryImport(Library)] internal static partial int mt_clamp_tensor_(IntPtr t, IntPtr min, IntPtr max);
    [LibraryImport(Library)] internal static partial IntPtr mt_where(IntPtr condition, IntPtr x, IntPtr y);
    [LibraryImport(Library)] internal static partial IntPtr mt_masked_fill(IntPtr t, IntPtr mask, ScalarValue value);
    [LibraryImport(Library)] internal static partial int mt_masked_fill_(IntPtr t, IntPtr mask, ScalarValue value);
}
