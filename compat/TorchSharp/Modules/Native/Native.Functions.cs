using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int mt_relu_(IntPtr x);
    [LibraryImport(Library)] internal static partial int mt_sigmoid_(IntPtr x);
    [LibraryImport(Library)] internal static partial int mt_tanh_(IntPtr x);
    [LibraryImport(Library)] internal static partial IntPtr mt_leaky_relu(IntPtr x, double slope);
    [LibraryImport(Library)] internal static partial int mt_leaky_relu_(IntPtr x, double slope);
    [LibraryImport(Library)] internal static partial IntPtr mt_gelu_form(IntPtr x, int form);
    [LibraryImport(Library)] internal static partial int mt_gelu_form_(IntPtr x, int form);
    [LibraryImport(Library)] internal static partial IntPtr mt_silu(IntPtr x);
    [LibraryImport(Library)] internal static partial int mt_silu_(IntPtr x);
    [LibraryImport(Library)] internal static partial IntPtr mt_softplus(IntPtr x, double beta, double threshold);
    [LibraryImport(Library)] internal static partial IntPtr mt_dropout(IntPtr x, double p, byte training);
    [LibraryImport(Library)] internal static partial int mt_dropout_(IntPtr x, double p, byte training);

    [LibraryImport(Library)] internal static partial IntPtr mt_normalize(IntPtr x, double p, long dim, double eps);
    [LibraryImport(Library)] internal static partial IntPtr mt_cosine_similarity(IntPtr a, IntPtr b, long dim, double eps);
    [LibraryImport(Library)] internal static partial IntPtr mt_pairwise_distance(IntPtr a, IntPtr b, double p, double eps, byte keep);

    [LibraryImport(Library)]
    internal static partial IntPtr mt_cross_entropy(
        IntPtr x, IntPtr target, IntPtr weight, long reduction, long ignoreIndex, double smoothing);

    [LibraryImport(Library)] internal static partial IntPtr mt_nll_loss(IntPtr x, IntPtr target, IntPtr weight, long reduction);
    [LibraryImport(Library)] internal static partial IntPtr mt_mse_loss(IntPtr x, IntPtr target, long reduction);
    [LibraryImport(Library)] internal static partial IntPtr mt_l1_loss(IntPtr x, IntPtr target, long reduction);
    [LibraryImport(Library)] internal static partial IntPtr mt_smooth_l1_loss(IntPtr x, IntPtr target, long reduction, double beta);
    [LibraryImport(Library)] internal static partial IntPtr mt_binary_cross_entropy(IntPtr x, IntPtr target, IntPtr weight, long reduction);

    [LibraryImport(Library)]
    internal static partial IntPtr mt_binary_cross_entropy_with_logits(
        IntPtr x, IntPtr target, IntPtr weight, IntPtr positiveWeight, long reduction);

    [LibraryImport(Library)]
    internal static partial IntPtr mt_triplet_margin_loss(
        IntPtr anchor, IntPtr positive, IntPtr negative, double margin, double p, double eps, byte swap, long reduction);
}
