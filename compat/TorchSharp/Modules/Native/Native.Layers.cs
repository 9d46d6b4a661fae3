using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr mt_linear(IntPtr x, IntPtr weight, IntPtr bias);

    [LibraryImport(Library)]
    internal static partial IntPtr mt_conv2d(
        IntPtr x, IntPtr weight, IntPtr bias, ReadOnlySpan<long> stride, int strides, ReadOnlySpan<long> padding, int paddings,
        ReadOnlySpan<long> dilation, int dilations, long groups);

    [LibraryImport(Library)]
    internal static partial IntPtr mt_conv2d_padding(
        IntPtr x, IntPtr weight, IntPtr bias, ReadOnlySpan<long> stride, int strides, byte same, ReadOnlySpan<long> dilation,
        int dilations, long groups);

    [LibraryImport(Library)]
    internal static partial IntPtr mt_max_pool2d(
        IntPtr x, ReadOnlySpan<long> kernel, int kernels, ReadOnlySpan<long> stride, int strides, ReadOnlySpan<long> padding,
        int paddings, ReadOnlySpan<long> dilation, int dilations, byte ceil);

    [LibraryImport(Library)]
    internal static partial int mt_max_pool2d_with_indices(
        IntPtr x, ReadOnlySpan<long> kernel, int kernels, ReadOnlySpan<long> stride, int strides, ReadOnlySpan<long> padding,
        int paddings, ReadOnlySpan<long> dilation, int dilations, byte ceil, out Pair made);

    [LibraryImport(Library)]
    internal static partial IntPtr mt_avg_pool2d(
        IntPtr x, ReadOnlySpan<long> kernel, int kernels, ReadOnlySpan<long> stride, int strides, ReadOnlySpan<long> padding,
        int paddings, byte ceil, byte countPadding, long divisor, byte hasDivisor);

    [LibraryImport(Library)] internal static partial IntPtr mt_adaptive_avg_pool2d(IntPtr x, ReadOnlySpan<long> size, int count);

    [LibraryImport(Library)] internal static partial IntPtr mt_embedding(IntPtr weight, IntPtr indices, long padding, byte byFrequency, byte sparse);
    [LibraryImport(Library)] internal static partial int mt_embedding_renorm_(IntPtr weight, IntPtr indices, double maxNorm, double normType);

    [LibraryImport(Library)]
    internal static partial IntPtr mt_layer_norm(IntPtr x, ReadOnlySpan<long> shape, int dims, IntPtr weight, IntPtr bias, double eps);

    [LibraryImport(Library)]
    internal static partial IntPtr mt_batch_norm(
        IntPtr x, IntPtr mean, IntPtr variance, IntPtr weight, IntPtr bias, byte training, double momentum, double eps);

    [LibraryImport(Library)]
    internal static partial IntPtr mt_scaled_dot_product_attention(
        IntPtr query, IntPtr key, IntPtr value, IntPtr mask, double p, byte causal);

    [LibraryImport(Library)] internal static partial IntPtr mt_one_hot(IntPtr x, long classes);
    [LibraryImport(Library)] internal static partial IntPtr mt_pad(IntPtr x, ReadOnlySpan<long> amounts, int count, int mode, double value);

    [LibraryImport(Library)]
    internal static partial IntPtr mt_interpolate(
        IntPtr x, ReadOnlySpan<long> size, int sizes, ReadOnlySpan<double> factors, int factorCount, int mode, byte alignCorners,
        byte antialias);
}
